import { expect } from 'vitest';
import { PortError } from '../../core/errors/fault.ts';
import type { FaultCode, FaultReport } from '../../core/errors/fault.ts';

/** Demands that `work` fails with a PortError of that code, and answers with its report. */
export async function expectFault(work: Promise<unknown>, code: FaultCode): Promise<FaultReport> {
  const error = await work.then(
    () => undefined,
    (failure: unknown) => failure,
  );
  expect(error, `expected ${code}`).toBeInstanceOf(PortError);
  const { report } = error as PortError;
  expect(report.code, report.detail).toBe(code);
  return report;
}
