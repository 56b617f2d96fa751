const MAX_LENGTH = 63;

/** Azure's rule for the name of a machine: 1–63 letters, digits and hyphens, no hyphen at either end. */
export function isValidMachineName(name: string): boolean {
  return name.length <= MAX_LENGTH && /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/.test(name);
}

/** A valid machine name made from a file's: "my disk (2).vhdx" → "my-disk-2". */
export function machineNameFrom(fileName: string): string {
  const stem = fileName.replace(/\.(vhdx?|raw|img)$/i, '');
  const name = stem
    .replaceAll(/[^A-Za-z0-9]+/g, '-')
    .slice(0, MAX_LENGTH)
    .replaceAll(/^-+|-+$/g, '');
  return name || 'imported-disk';
}
