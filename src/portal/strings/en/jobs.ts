/** Site Recovery jobs: states and scenarios as ARM names them. */
export const jobStrings = {
  'jobs.title': 'Site Recovery jobs',
  'jobState.NotStarted': 'Not started',
  'jobState.InProgress': 'In progress',
  'jobState.Succeeded': 'Successful',
  'jobState.Failed': 'Failed',
  'jobState.Cancelled': 'Cancelled',
  'jobState.Suspended': 'Waiting for input',
  'jobState.Other': 'Other',
} as const;
