/** What the contenders' runs come to: a table for each pair of images, and its ratios as findings. */
import { MIB, type Bytes } from '../../src/base/units.ts';
import type { Finding } from '../finding.ts';
import { median } from '../median.ts';
import type { Contender, Outcome } from './contenders.ts';
import type { Difference } from './image-pair.ts';

export interface Measured {
  readonly contender: Contender;
  readonly outcomes: readonly Outcome[];
}

export function printTable(
  print: (line: string) => void,
  title: string,
  measured: readonly Measured[],
  { blocks, minimumBytes }: Difference,
): void {
  const ours = measured[0];
  if (!ours) return;
  print('');
  print(`### ${title}`);
  print('');
  print(`${blocks} blocks of 4 KiB differ; no method can send less than ${(minimumBytes / MIB).toFixed(2)} MiB.`);
  print('');
  print(
    '| who | wall s (min / median / max) | CPU s | peak | wire MiB | wire ÷ minimum | our CPU ÷ theirs | our wall ÷ theirs |',
  );
  print('| --- | --- | --- | --- | --- | --- | --- | --- |');
  for (const { contender, outcomes } of measured) {
    const wall = outcomes.map(({ cost }) => cost.wallSeconds);
    const wire = outcomes[0]?.wireBytes ?? null;
    print(
      `| ${[
        contender.name,
        [Math.min(...wall), median(wall), Math.max(...wall)].map((seconds) => seconds.toFixed(2)).join(' / '),
        median(cpuOf(outcomes)).toFixed(2),
        mebibytes(Math.max(...outcomes.map(({ cost }) => cost.peakBytes))),
        wire === null ? '–' : (wire / MIB).toFixed(3),
        wire === null || minimumBytes === 0 ? '–' : (wire / minimumBytes).toFixed(3),
        (median(cpuOf(ours.outcomes)) / median(cpuOf(outcomes))).toFixed(2),
        (median(ours.outcomes.map(({ cost }) => cost.wallSeconds)) / median(wall)).toFixed(2),
      ].join(' | ')} |`,
    );
  }
}

function cpuOf(outcomes: readonly Outcome[]): number[] {
  return outcomes.map(({ cost }) => cost.cpuSeconds);
}

export function mebibytes(bytes: number): string {
  return `${Math.round(bytes / MIB)} MiB`;
}

/** Ours, the first, against the minimum, an empty Node, and each peer. `what` names the images. */
export function findingsOf(
  what: string,
  measured: readonly Measured[],
  { minimumBytes }: Difference,
  emptyBytes: Bytes,
): Finding[] {
  const [ours, ...others] = measured;
  if (!ours) return [];
  const wireBytes = ours.outcomes[0]?.wireBytes ?? 0;
  const peakBytes = Math.max(...ours.outcomes.map(({ cost }) => cost.peakBytes));
  return [
    minimumBytes === 0
      ? { what: `${what}: wire`, measured: `${wireBytes} B`, goal: '≤ 140 KB' }
      : { what: `${what}: wire ÷ minimum`, measured: (wireBytes / minimumBytes).toFixed(3), goal: '≤ 1.05' },
    { what: `${what}: peak above an empty Node`, measured: mebibytes(peakBytes - emptyBytes), goal: '≤ 80 MB' },
    ...others.map(({ contender, outcomes }) => ({
      what: `${what}: CPU ÷ ${contender.name}`,
      measured: (median(cpuOf(ours.outcomes)) / median(cpuOf(outcomes))).toFixed(2),
      goal: null,
    })),
  ];
}
