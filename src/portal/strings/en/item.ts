/** The item page and its dialogs. */
export const itemStrings = {
  'item.what': 'the replicated item',

  'disable.command': 'Disable replication',
  'disable.titleOne': 'Disable replication of {name}?',
  'disable.titleMany': {
    one: 'Disable replication of {count} machine?',
    other: 'Disable replication of {count} machines?',
  },
  'disable.body':
    'Replication stops, and the replica with all its recovery points is deleted from Azure. The virtual machine on its host is not touched. To protect it again takes a full initial replication.',
} as const;
