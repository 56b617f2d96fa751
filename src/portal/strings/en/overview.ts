export const overviewStrings = {
  'overview.title': 'Overview',
} as const;
