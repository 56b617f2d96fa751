/** One line of what a benchmark has found, as the table of all benchmarks shows it. */
export interface Finding {
  readonly what: string;
  /** A ratio within the run where there is a peer; else with its unit. */
  readonly measured: string;
  /** What it should be; null where it stands for comparison. */
  readonly goal: string | null;
}

export function tableOf(findings: readonly Finding[]): string {
  const rows = findings.map(({ what, measured, goal }) => `| ${what} | ${measured} | ${goal ?? ''} |`);
  return ['| what | measured | goal |', '| --- | ---: | ---: |', ...rows].join('\n');
}
