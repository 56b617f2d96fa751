/** Extensions that say what a disk image is; they do not become part of a machine's name. */
const IMAGE_EXTENSION = /\.(vhdx?|avhdx?|img|raw|bin|iso)$/i;
const MAX_LENGTH = 63;

/**
 * A valid virtual machine name (1–63 letters, digits and hyphens; domain facts: prerequisites) made
 * from an image's file name, and different from those `taken`.
 */
export function machineNameOf(fileName: string, taken: readonly string[]): string {
  const base = fileName.replace(/^.*[\\/]/, '').replace(IMAGE_EXTENSION, '');
  const cleaned = base
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  const name = cleaned.slice(0, MAX_LENGTH).replace(/-+$/, '') || 'imported';
  const used = new Set(taken.map((each) => each.toLowerCase()));
  if (!used.has(name.toLowerCase())) return name;
  for (let number = 2; ; number++) {
    const suffix = `-${number}`;
    const candidate = `${name.slice(0, MAX_LENGTH - suffix.length)}${suffix}`;
    if (!used.has(candidate.toLowerCase())) return candidate;
  }
}

/** The extension that the image is kept under, as "vhdx"; "img" where its name has none. */
export function imageExtensionOf(fileName: string): string {
  return IMAGE_EXTENSION.exec(fileName)?.[1]?.toLowerCase() ?? 'img';
}
