import { PortError } from '../../src/core/errors/fault.ts';
import type { FaultCode, FaultReport } from '../../src/core/errors/fault.ts';
import { foreignAnswer, retryAfterHeader } from './foreign-answers.ts';
import { jsonAnswer } from './in-process-body.ts';

/** How WMI words a fault: its return value (domain facts: WMI v2, "Return codes"). The MessageID tells the rest. */
const returnValues: Partial<Record<FaultCode, number>> = {
  HostAuthorization: 32769,
  PrerequisitesNotMet: 32770,
  InvalidParameter: 32773,
  OperationInProgress: 32774,
  InvalidReplicaState: 32775,
  LowMemory: 32778,
  BrokenVhdChain: 32779,
  VirtualMachineNotFound: 32779,
};
const FAILED = 32768;
const LAST_RETURN_VALUE = 32779;

/** Whether a provider's code is WMI's own; else it is an HRESULT. */
function isReturnValue(providerCode: number): boolean {
  return providerCode >= FAILED && providerCode <= LAST_RETURN_VALUE;
}

/** Faults of which the gateway tells, because the host cannot. */
const statuses: Partial<Record<FaultCode, number>> = {
  HostUnreachable: 503,
  HostAuthentication: 401,
  NetworkTimeout: 504,
};

/** Return value and error instance: what a method that failed answers. */
function errorBody(report: FaultReport): object {
  const { code, detail, providerCode } = report;
  const error = { MessageID: code, Message: detail };
  if (providerCode !== undefined && isReturnValue(providerCode)) return { ReturnValue: providerCode, Error: error };
  const ReturnValue = returnValues[code] ?? FAILED;
  return { ReturnValue, Error: providerCode === undefined ? error : { ...error, HResult: providerCode } };
}

/**
 * The answer for what the host port threw; a defect of the world (anything but a PortError) is thrown on.
 * A method says so in its JSON under status 200; a read of bytes cannot, so it uses `bytesStatus`.
 */
export function hostErrorAnswer(error: unknown, bytesStatus: 200 | 500): Response {
  if (!(error instanceof PortError)) throw error;
  const { report } = error;
  const headers = retryAfterHeader(report);
  const gatewayStatus = statuses[report.code];
  if (gatewayStatus !== undefined) return new Response(null, { status: gatewayStatus, headers });
  return foreignAnswer(report) ?? jsonAnswer(errorBody(report), bytesStatus, headers);
}
