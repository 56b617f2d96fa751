/** Download replica: a disk's copy as a file. */
export const downloadStrings = {
  'download.title': 'Download replica of {name}',
  'download.intro':
    'The replica is read from the storage account and saved as a fixed VHD, which Hyper-V, Azure and qemu-img open as it is.',
  'download.disk': 'Disk',
  'download.point': 'Recovery point',
  'download.latest': 'Latest',
  'download.pointValue': '{time}, {consistency}',
  'download.size': 'The file has {size}.',
  'download.confirm': 'Download',
  'download.busy': 'Preparing the download…',
  'download.progress': '{part} of {whole}',
  'download.failed': 'The replica could not be downloaded',
  'download.what': 'the disks',
  'download.done': 'Downloaded {file}',
} as const;
