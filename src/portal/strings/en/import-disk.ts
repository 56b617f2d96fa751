/** Import disk: a machine of its own whose disk is a file. */
export const importDiskStrings = {
  'import.title': 'Import disk',
  'import.intro':
    'The image becomes the disk of a new machine on a simulated host. It is read in place and never leaves this browser; writes of the guest go beside it.',
  'import.drop': 'Drop a .vhd, .vhdx or raw image here',
  'import.choose': 'Choose a file',
  'import.chosen': '{name}, {size}',
  'import.change': 'Choose another',
  'import.host': 'Host',
  'import.name': 'Machine name',
  'import.nameHint': '1–63 letters, digits and hyphens',
  'import.nameInvalid': 'Use 1–63 letters, digits and hyphens, not starting or ending with a hyphen.',
  'import.nameTaken': 'A machine of this name exists.',
  'import.confirm': 'Import {name}',
  'import.confirmEmpty': 'Import',
  'import.busy': 'Copying the image…',
  'import.done': '{name} was imported to {host}. It can be protected now.',
  'import.protect': 'Enable protection',
  'import.failed': 'The image could not be imported',
  'import.hosts': 'the hosts of the demo world',
  'import.noHosts': 'Disks can be imported only into the demo world; this server has none.',
} as const;
