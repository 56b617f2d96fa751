/**
 * A build plugin: fails the build when code lands in a bundle where it must not be. The import
 * directions already forbid it; this looks at the result, where a wrong chunk split would show.
 */

/**
 * @typedef {{ isEntry: boolean, fileName: string, imports: readonly string[], moduleIds: readonly string[] }} Chunk
 * @typedef {{ name: string, forbidden: readonly RegExp[], mustContain: RegExp }} BundleRule
 */

/** What the page loads before it paints. @type {BundleRule} */
export const portalRule = {
  name: 'portal entry',
  forbidden: [
    /\/mocks\//,
    /\/src\/(core\/(?!errors\/)|engine|formats|adapters|worker\/(?!protocol))/,
    /\/src\/management\/server\//,
    /\/node_modules\/(msw|hono|@azure)\//,
  ],
  mustContain: /\/src\/portal\//,
};

/** What the engine's worker loads before it runs; the demo world is a chunk of its own. @type {BundleRule} */
export const workerRule = {
  name: 'worker entry',
  forbidden: [/\/mocks\//, /\/src\/portal\//, /\/node_modules\/(msw|react|react-dom)\//],
  mustContain: /\/src\//,
};

/**
 * Trespasses of the chunks that load with an entry, one line each.
 * @param {readonly Chunk[]} chunks
 * @param {BundleRule} rule
 */
export function findTrespasses(chunks, rule) {
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const reached = new Set(chunks.filter((chunk) => chunk.isEntry).map((chunk) => chunk.fileName));
  for (const fileName of reached) for (const imported of byName.get(fileName)?.imports ?? []) reached.add(imported);
  const modules = [...reached]
    .flatMap((fileName) => byName.get(fileName)?.moduleIds ?? [])
    .map((id) => id.replaceAll('\\', '/'));
  // A rule that sees nothing would pass for ever.
  if (!modules.some((id) => rule.mustContain.test(id))) return [`${rule.name}: none of its own modules found`];
  return modules
    .filter((id) => rule.forbidden.some((pattern) => pattern.test(id)))
    .map((id) => `${rule.name} contains ${id}`);
}

/** @param {BundleRule} rule @returns {import('vite').Plugin} */
export function bundleBoundaries(rule) {
  return {
    name: 'bundle-boundaries',
    apply: 'build',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
      const trespasses = findTrespasses(chunks, rule);
      if (trespasses.length > 0) this.error(trespasses.join('\n'));
    },
  };
}
