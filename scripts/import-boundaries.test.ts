import { describe, expect, test } from 'vitest';
import { findCircles, findTrespasses, readImports, rules } from './import-boundaries.mjs';

/** A module, and the modules that it refers to, as the check would read them. */
function judge(path: string, text: string, others: readonly string[] = []): string[] {
  return findTrespasses(new Map([[path, text], ...others.map((other): [string, string] => [other, ''])]));
}

describe('readImports', () => {
  test.each([
    ["import { a } from './x.ts';", 'static'],
    ["import './x.ts';", 'static'],
    ["import type { A } from './x.ts';", 'type'],
    ["export * from './x.ts';", 'static'],
    ["export type { A } from './x.ts';", 'type'],
    ["const x = await import('./x.ts');", 'dynamic'],
    ["let x: import('./x.ts').A;", 'type'],
    ["new Worker(new URL('./x.ts', import.meta.url), { type: 'module' });", 'url'],
    ["import {\n  // a comment with ' in it\n  a,\n} from './x.ts';", 'static'],
  ])('sees %s', (text, kind) => {
    expect(readImports('src/core/a.ts', text)).toEqual({ imports: [{ specifier: './x.ts', kind }], errors: [] });
  });

  test('takes no string or comment for an import', () => {
    const text = "// import { a } from './x.ts';\nexport const help = \"import './y.ts'\";";
    expect(readImports('src/core/a.ts', text).imports).toEqual([]);
  });

  test('reports what it cannot judge: a computed import, a file that does not parse', () => {
    expect(readImports('src/core/a.ts', 'await import(name);').errors).toHaveLength(1);
    expect(readImports('src/core/a.ts', 'const = ;').errors).not.toHaveLength(0);
  });
});

describe('findTrespasses', () => {
  test('every rule names folders that have rules themselves', () => {
    const named = Object.values(rules).flatMap((rule) => rule.folders);
    const homes = Object.keys(rules);
    expect(named.filter((folder) => !homes.some((home) => folder.startsWith(home) || home.startsWith(folder)))).toEqual(
      [],
    );
  });

  test('the core may import base and formats, and nothing else', () => {
    const text = "import '../base/a.ts';\nimport '../formats/hrl/a.ts';\nimport type { E } from '../engine/e.ts';";
    const found = judge('src/core/a.ts', text, ['src/base/a.ts', 'src/formats/hrl/a.ts', 'src/engine/e.ts']);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain('src/core/a.ts imports src/engine/e.ts');
  });

  test('adapters do not import each other', () => {
    const others = ['src/adapters/clock/b.ts', 'src/adapters/rng/c.ts'];
    expect(judge('src/adapters/clock/a.ts', "import './b.ts';", others)).toEqual([]);
    expect(judge('src/adapters/clock/a.ts', "import '../rng/c.ts';", others)).toHaveLength(1);
  });

  test('the worker loads the demo world by import() only', () => {
    const others = ['mocks/world/world.ts'];
    expect(judge('src/worker/a.ts', "await import('../../mocks/world/world.ts');", others)).toEqual([]);
    expect(judge('src/worker/a.ts', "import '../../mocks/world/world.ts';", others)).toHaveLength(1);
  });

  test('the portal starts the worker by its URL and imports nothing of it', () => {
    const others = ['src/worker/main.ts'];
    expect(judge('src/portal/a.ts', "new URL('../worker/main.ts', import.meta.url);", others)).toEqual([]);
    expect(judge('src/portal/a.ts', "import '../worker/main.ts';", others)).toHaveLength(1);
  });

  test('packages are allowed by name, not by prefix', () => {
    expect(judge('src/portal/a.tsx', "import 'react-dom/client';\nimport 'recharts';")).toEqual([]);
    expect(judge('src/portal/a.tsx', "import 'react-query-legacy';")).toHaveLength(1);
    expect(judge('src/core/a.ts', "import 'zod/mini';")).toHaveLength(1);
  });

  test('of some packages only the types are allowed', () => {
    const sdk = '@azure/arm-recoveryservices-siterecovery';
    expect(judge('src/portal/a.ts', `import type { Job } from '${sdk}';`)).toEqual([]);
    expect(judge('src/portal/a.ts', `import { Job } from '${sdk}';`)).toHaveLength(1);
  });

  test('only node/ folders import the modules of Node', () => {
    expect(judge('src/adapters/store-file/a.ts', "import 'node:fs';")).toHaveLength(1);
    expect(judge('src/adapters/store-file/node/a.ts', "import 'node:fs';")).toEqual([]);
  });

  test('a file without a rule and an import without a file are trespasses', () => {
    expect(judge('src/utils/a.ts', '')).toHaveLength(1);
    expect(judge('src/core/a.ts', "import './gone.ts';")).toHaveLength(1);
  });
});

describe('circles', () => {
  const circlesIn = (texts: Readonly<Record<string, string>>) => findCircles(new Map(Object.entries(texts)));

  test('modules that import each other are named in their order, types included', () => {
    expect(
      circlesIn({
        'src/core/a.ts': "import './b.ts';",
        'src/core/b.ts': "import type { C } from './deep/c.ts';",
        'src/core/deep/c.ts': "export * from '../a.ts';",
      }),
    ).toEqual(['a circle of imports: src/core/a.ts → src/core/b.ts → src/core/deep/c.ts → src/core/a.ts']);
  });

  test('two ways to one module are no circle, nor is what is loaded later', () => {
    expect(
      circlesIn({
        'src/core/a.ts': "import './b.ts';\nimport './c.ts';",
        'src/core/b.ts': "import './c.ts';",
        'src/core/c.ts': "await import('./a.ts');",
      }),
    ).toEqual([]);
  });
});
