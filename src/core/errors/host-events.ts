/** Events of a host's Hyper-V-VMMS log that tell of replication, with our gist. */
export const HOST_EVENTS = {
  29174: 'Replication statistics of the monitoring interval that ended.',
  29242: 'Tracking for a resynchronization has started.',
  29244: 'A resynchronization has compared and synchronized the disks.',
  32315: 'Replication failed and is tried again at the time stated.',
  33414: 'Replication is more than an hour behind.',
} as const;

export type HostEventId = keyof typeof HOST_EVENTS;
