/** Settings of this browser, and the end of the demo world. */
export const settingsStrings = {
  'settings.title': 'Settings',
  'settings.appearance': 'Appearance',
  'settings.motion': 'Motion',
  'settings.motion.system': 'As the system has it',
  'settings.motion.reduce': 'Reduced: flows and transitions stand still',
  'settings.units': 'Sizes',
  'settings.units.binary': 'Binary (1 GiB = 1,024³ bytes)',
  'settings.units.decimal': 'Decimal (1 GB = 1,000³ bytes)',
  'settings.timeZone': 'Times',
  'settings.timeZone.local': 'Of this computer',
  'settings.timeZone.utc': 'UTC',
  'settings.keyboard': 'Keyboard',
  'settings.shortcuts': 'Single-key shortcuts',
  'settings.showShortcuts': 'Show all shortcuts',
  'settings.storage': 'Storage',
  'settings.durable':
    'The engine’s journal and the demo world are kept in this browser. A reload continues where it was.',
  'settings.used': '{size} in use.',
  'settings.demo': 'Demo world',
  'settings.resetBody': 'Scenario “{scenario}”, seed {seed}. Resetting begins it anew.',
  'settings.resetAsk': 'Reset the demo…',
  'settings.resetTitle': 'Reset the demo world?',
  'settings.resetWarning':
    'All hosts, imported disks, replicas, recovery points, jobs and the engine’s journal are deleted. The page reloads and the scenario starts again.',
  'settings.reset': 'Reset the demo',
} as const;
