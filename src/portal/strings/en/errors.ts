export const errorStrings = {
  'errors.title': 'Error summary',
} as const;
