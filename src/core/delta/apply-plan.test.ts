import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { endOf } from '../../base/extent.ts';
import { KIB, MIB, PAGE_BYTES } from '../../base/units.ts';
import { planApply, type ApplyEntry } from './apply-plan.ts';
import { batchesOf, putRuns } from './put-runs.ts';

const data = (offsetBytes: number, lengthBytes: number, dataOffsetBytes: number): ApplyEntry => ({
  offsetBytes,
  lengthBytes,
  dataOffsetBytes,
  isZero: false,
});
const zero = (offsetBytes: number, lengthBytes: number): ApplyEntry => ({
  ...data(offsetBytes, lengthBytes, 0),
  isZero: true,
});

/** Disjoint, ascending entries: gap, length and kind drawn, in pages. */
const entries = fc
  .array(fc.tuple(fc.nat(3), fc.integer({ min: 1, max: 12_000 }), fc.boolean()), { maxLength: 30 })
  .map((draws) => {
    let at = 0;
    return draws.map(([gap, pages, isZero], i): ApplyEntry => {
      const offsetBytes = at + gap * PAGE_BYTES;
      const lengthBytes = pages * PAGE_BYTES;
      at = offsetBytes + lengthBytes;
      return { offsetBytes, lengthBytes, isZero, dataOffsetBytes: i * 1e9 };
    });
  });

describe('apply plan', () => {
  test('[DL4] adjacent entries become one put, whose pieces lie where they lie in the log', () => {
    expect(planApply([data(0, 4096, 9000), data(4096, 512, 100)])).toEqual([
      {
        kind: 'put',
        extent: { offsetBytes: 0, lengthBytes: 4608 },
        pieces: [
          { dataOffsetBytes: 9000, lengthBytes: 4096 },
          { dataOffsetBytes: 100, lengthBytes: 512 },
        ],
      },
    ]);
  });

  test('[DL4] a clear takes any length', () => {
    expect(planApply([zero(0, 4 * MIB), zero(4 * MIB, 3 * MIB), zero(7 * MIB, 512)])).toEqual([
      { kind: 'clear', extent: { offsetBytes: 0, lengthBytes: 7 * MIB + 512 } },
    ]);
  });

  test('[DL4] a put holds at most 4 MiB, and is filled', () => {
    const writes = planApply([data(0, 3 * MIB, 0), data(3 * MIB, 6 * MIB, 5 * MIB)]);
    expect(writes.map(({ extent }) => extent)).toEqual([
      { offsetBytes: 0, lengthBytes: 4 * MIB },
      { offsetBytes: 4 * MIB, lengthBytes: 4 * MIB },
      { offsetBytes: 8 * MIB, lengthBytes: 1 * MIB },
    ]);
    expect(writes.map((write) => write.kind === 'put' && write.pieces)).toEqual([
      [
        { dataOffsetBytes: 0, lengthBytes: 3 * MIB },
        { dataOffsetBytes: 5 * MIB, lengthBytes: 1 * MIB },
      ],
      [{ dataOffsetBytes: 6 * MIB, lengthBytes: 4 * MIB }],
      [{ dataOffsetBytes: 10 * MIB, lengthBytes: 1 * MIB }],
    ]);
  });

  test('[DL5] not even a gap of one page is filled', () => {
    const writes = planApply([data(0, 4096, 0), data(4608, 4096, 4096)]);
    expect(writes.map(({ extent }) => extent)).toEqual([
      { offsetBytes: 0, lengthBytes: 4096 },
      { offsetBytes: 4608, lengthBytes: 4096 },
    ]);
  });

  test('[DL6] zero entries are cleared, adjacent ones at once, beyond 4 MiB too', () => {
    expect(
      planApply([data(0, 512, 0), zero(512, 3 * MIB), zero(512 + 3 * MIB, 3 * MIB), data(6 * MIB + 512, 512, 1)]),
    ).toEqual([
      { kind: 'put', extent: { offsetBytes: 0, lengthBytes: 512 }, pieces: [{ dataOffsetBytes: 0, lengthBytes: 512 }] },
      { kind: 'clear', extent: { offsetBytes: 512, lengthBytes: 6 * MIB } },
      {
        kind: 'put',
        extent: { offsetBytes: 6 * MIB + 512, lengthBytes: 512 },
        pieces: [{ dataOffsetBytes: 1, lengthBytes: 512 }],
      },
    ]);
  });

  test('[DL4][DL5][DL6] writes cover exactly the entries, in order, each byte from its place in the log', () => {
    fc.assert(
      fc.property(entries, (all) => {
        const writes = planApply(all);
        let end = 0;
        for (const { extent } of writes) {
          expect(extent.offsetBytes).toBeGreaterThanOrEqual(end);
          end = endOf(extent);
        }
        const bytes = new Map(
          all.flatMap((entry) => edges(entry).map(([at, from]) => [at, entry.isZero ? 'zero' : from])),
        );
        for (const [at, source] of bytes) expect(sourceAt(writes, at)).toBe(source);
        for (const write of writes) {
          const pieces = write.kind === 'put' ? write.pieces.reduce((sum, piece) => sum + piece.lengthBytes, 0) : 0;
          if (write.kind === 'put') expect([pieces, pieces <= 4 * MIB]).toEqual([write.extent.lengthBytes, true]);
        }
        const covered = writes.reduce((sum, { extent }) => sum + extent.lengthBytes, 0);
        expect(covered).toBe(all.reduce((sum, entry) => sum + entry.lengthBytes, 0));
      }),
    );
  });

  test.each([
    ['overlap', [data(0, 1024, 0), data(512, 1024, 0)]],
    ['run backwards', [data(4096, 512, 0), data(0, 512, 0)]],
    ['are empty', [data(0, 0, 0)]],
    ['cover no whole pages', [data(0, 100, 0)]],
    ['begin within a page', [data(100, 512, 0)]],
  ])('[DL7] entries that %s break an invariant', (_, all) => expect(() => planApply(all)).toThrow('entry'));
});

describe('put runs', () => {
  test('[DL4] joins what touches and cuts what is long', () => {
    expect(
      putRuns([
        { offsetBytes: 4 * KIB, lengthBytes: 5 * MIB },
        { offsetBytes: 0, lengthBytes: 4 * KIB },
      ]),
    ).toEqual([
      { offsetBytes: 0, lengthBytes: 4 * MIB },
      { offsetBytes: 4 * MIB, lengthBytes: MIB + 4 * KIB },
    ]);
  });

  test('[DL5] leaves gaps open', () => {
    const extents = [
      { offsetBytes: 0, lengthBytes: 512 },
      { offsetBytes: 1024, lengthBytes: 512 },
    ];
    expect(putRuns(extents)).toEqual(extents);
  });

  test('[DL4] what fills a put exactly is one put', () => {
    const full = { offsetBytes: 512, lengthBytes: 4 * MIB };
    expect(putRuns([full])).toEqual([full]);
  });

  test('[LI1] a run has whole pages', () => {
    expect(() => putRuns([], 100)).toThrow('whole pages');
    expect(() => putRuns([], 0)).toThrow('whole pages');
  });
});

describe('batches of runs', () => {
  const runs = (...lengths: readonly number[]) =>
    lengths.map((lengthBytes, index) => ({ offsetBytes: index * MIB, lengthBytes }));
  const lengthsOf = (lengths: readonly number[], maxBytes: number) =>
    batchesOf(runs(...lengths), maxBytes).map((batch) => batch.map((run) => run.lengthBytes));

  test('hold as many as fit, in order', () => {
    expect(lengthsOf([], 100)).toEqual([]);
    expect(lengthsOf([40, 60, 1, 99, 100, 1], 100)).toEqual([[40, 60], [1, 99], [100], [1]]);
    expect(lengthsOf([60, 60, 30], 100)).toEqual([[60], [60, 30]]);
  });

  test('have no run that is longer', () => {
    expect(() => batchesOf(runs(101), 100)).toThrow('fits into 100');
  });
});

/** First and last byte of an entry, and where they lie in the log. */
function edges(entry: ApplyEntry): [number, number][] {
  const last = entry.lengthBytes - 1;
  return [
    [entry.offsetBytes, entry.dataOffsetBytes],
    [entry.offsetBytes + last, entry.dataOffsetBytes + last],
  ];
}

/** Where the writes take a byte of the disk from: its place in the log, or zero. */
function sourceAt(writes: ReturnType<typeof planApply>, at: number): number | 'zero' | undefined {
  const write = writes.find(({ extent }) => at >= extent.offsetBytes && at < endOf(extent));
  if (!write || write.kind === 'clear') return write && 'zero';
  let within = at - write.extent.offsetBytes;
  for (const piece of write.pieces) {
    if (within < piece.lengthBytes) return piece.dataOffsetBytes + within;
    within -= piece.lengthBytes;
  }
  return undefined;
}
