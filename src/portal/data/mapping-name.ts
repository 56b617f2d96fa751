const MAX_LENGTH = 64;

/**
 * A resource name that follows from what people call the thing: letters, digits, dots, hyphens and underscores,
 * at most 64. It is none of `taken`; ARM does not tell cases apart.
 */
export function mappingName(friendlyName: string, taken: readonly string[] = []): string {
  const used = new Set(taken.map((name) => name.toLowerCase()));
  const stem = trim(friendlyName.replaceAll(/[^A-Za-z0-9._-]+/g, '-')) || 'mapping';
  for (let count = 1; ; count += 1) {
    const suffix = count === 1 ? '' : `-${count}`;
    const name = `${trim(stem.slice(0, MAX_LENGTH - suffix.length))}${suffix}`;
    if (!used.has(name.toLowerCase())) return name;
  }
}

/** A name begins and ends with a letter or digit. */
function trim(text: string): string {
  return text.replaceAll(/^[._-]+|[._-]+$/g, '');
}
