/**
 * Compiles the checksum kernel (AssemblyScript) into a TypeScript module that carries the WebAssembly code.
 * The module is kept under version control, so that nobody needs the compiler but who changes the kernel.
 * Run: node scripts/kernel.mjs            writes it
 *      node scripts/kernel.mjs --check    exit code 1 where it is not what the source compiles to
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import asc from 'assemblyscript/asc';
import { runCommand } from './lib/command.mjs';
import { projectRoot } from './lib/paths.mjs';

const folder = join(projectRoot, 'src/adapters/checksums-pool/kernel');
const sourceFile = 'block-kernel.as.ts';
const codeFile = join(folder, 'block-kernel-code.ts');

await runCommand(async () => {
  const module = renderModule(await compile());
  if (!process.argv.includes('--check')) {
    writeFileSync(codeFile, module);
    return;
  }
  if (readFileSync(codeFile, 'utf8') !== module) {
    throw new Error(`${codeFile} is not what ${sourceFile} compiles to. Run: node scripts/kernel.mjs`);
  }
});

/** @returns {Promise<Uint8Array>} the WebAssembly module */
async function compile() {
  /** @type {Uint8Array | undefined} */
  let code;
  const options = [
    '-O3',
    '--converge',
    '--runtime',
    'stub',
    '--enable',
    'simd',
    '--noAssert',
    '--outFile',
    'kernel.wasm',
  ];
  /** @type {string[]} */
  const complaints = [];
  const { error } = await asc.main([sourceFile, ...options], {
    readFile: (name) => (name === sourceFile ? readFileSync(join(folder, name), 'utf8') : null),
    writeFile: (_name, contents) => {
      code = typeof contents === 'string' ? Buffer.from(contents) : contents;
    },
    listFiles: () => [],
    reportDiagnostic: ({ message }) => void complaints.push(message),
  });
  if (error || !code) throw new Error(`${sourceFile} does not compile:\n${complaints.join('\n')}`);
  return code;
}

/** @param {Uint8Array} code */
function renderModule(code) {
  const lines =
    Buffer.from(code)
      .toString('base64')
      .match(/.{1,100}/g) ?? [];
  return [
    '/** Compiled from block-kernel.as.ts by scripts/kernel.mjs: WebAssembly, in base64. */',
    'export const BLOCK_KERNEL_CODE =',
    `${lines.map((line) => `  '${line}'`).join(' +\n')};`,
    '',
  ].join('\n');
}
