export const settingsStrings = {
  'settings.title': 'Settings',
} as const;
