/**
 * Events of a host's Hyper-V-VMMS log that tell of replication, with our gist. The engine knows of what
 * they tell before the host does, so it raises them itself, under the numbers that administrators know.
 */
export const HOST_EVENTS = {
  29174: { severity: 'Information', gist: 'Replication statistics of the monitoring interval that ended.' },
  29242: { severity: 'Information', gist: 'Tracking for a resynchronization has started.' },
  29244: { severity: 'Information', gist: 'A resynchronization has compared and synchronized the disks.' },
  32315: { severity: 'Warning', gist: 'Replication failed and is tried again.' },
  33414: { severity: 'Warning', gist: 'Replication is more than an hour behind.' },
} as const;

export type HostEventId = keyof typeof HOST_EVENTS;
