import { toIso, type Instant } from '../base/units.ts';
import type { ReplicatedItem, Trouble } from '../core/model.ts';
import type { Command } from '../core/protection/command.ts';

/** `2026-03-01T08:00:00.000Z vm=SQL01 protected/uploading ← LogShipped → ShipLog(…), arm retry …` */
export function traceLine(
  now: Instant,
  before: ReplicatedItem | undefined,
  after: ReplicatedItem,
  cause: string,
  commands: readonly Command[],
): string {
  const [from, to] = [before ? stateOf(before) : 'unprotected', stateOf(after)];
  const states = from === to ? from : `${from} ⇒ ${to}`;
  const acts = commands.map(describe).join(', ');
  return `${toIso(now)} vm=${after.vmName} ${states} ← ${cause}${acts === '' ? '' : ` → ${acts}`}`;
}

function stateOf({ phase, cycle, pausedSince, trouble, testFailover }: ReplicatedItem): string {
  const step = phase.kind === 'protected' ? cycle.step : 'step' in phase ? phase.step : undefined;
  const disk = 'diskIndex' in phase ? `#${phase.diskIndex + 1}` : '';
  const marks = `${pausedSince === null ? '' : ' paused'}${troubleMark(trouble)}`;
  const test = testFailover ? ` +test/${testFailover.step}${troubleMark(testFailover.trouble)}` : '';
  return `${phase.kind}${step === undefined ? '' : `/${step}`}${disk}${marks}${test}`;
}

function troubleMark(trouble: Trouble | null): string {
  return trouble ? ` !${trouble.fault.code}×${trouble.failures}` : '';
}

function describe(command: Command): string {
  switch (command.kind) {
    case 'Start':
      return command.key;
    case 'Abort':
      return `abort ${command.key}`;
    case 'Arm':
      return `arm ${command.timer} ${toIso(command.at)}`;
    case 'Disarm':
      return `disarm ${command.timer}`;
    case 'StartJob':
      return `StartJob(${command.scenarioName})`;
    case 'EndJob':
      return `EndJob(${command.end})`;
    case 'RaiseEvent':
      return `RaiseEvent(${command.eventCode})`;
    case 'ReportJobError':
      return `ReportJobError(${command.fault.code})`;
    default:
      return command.kind;
  }
}
