import * as z from 'zod/mini';
import type { Instant } from '../../base/units.ts';
import { PortError } from '../../core/errors/fault.ts';
import type { AzureMachineRef, Call, ComputeApi } from '../../core/ports.ts';
import { mediaTypeOf, textOf, unexpected } from '../http/answer.ts';
import { createExchange } from '../http/exchange.ts';
import type { ExchangeOptions, HttpAnswer, HttpRequest } from '../http/exchange.ts';
import { computeFault } from './faults.ts';
import { machineAnswer, machineBody, machineOf } from './wire.ts';

export interface ComputeArmOptions extends ExchangeOptions {
  /** Azure Resource Manager, or the gateway in front of it. */
  readonly endpoint: string;
  /** The storage account in which replicas and disks lie. */
  readonly accountUrl: string;
  /** For `Retry-After` dates. */
  readonly now: () => Instant;
}

const API_VERSION = '2024-07-01';
const RESOURCE_GROUP = /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)$/i;

/** Azure's virtual machines over HTTP; README.md has the requests. */
export function createComputeArm(options: ComputeArmOptions): ComputeApi {
  const exchange = createExchange(options);
  const { now } = options;
  const endpoint = options.endpoint.replace(/\/+$/, '');
  const accountUrl = options.accountUrl.replace(/\/+$/, '');

  const ask = async (
    method: HttpRequest['method'],
    ref: AzureMachineRef,
    what: { readonly action?: string; readonly query?: string; readonly body?: object },
    call: Call,
  ): Promise<{ readonly answer: HttpAnswer; readonly subject: string }> => {
    const subject = `${what.action ?? method} of the virtual machine ${ref.name}`;
    const path = `${machinePath(ref)}${what.action === undefined ? '' : `/${what.action}`}`;
    const url = `${endpoint}${path}?api-version=${API_VERSION}${what.query ?? ''}`;
    const headers = { accept: 'application/json', 'content-type': 'application/json' };
    const body = what.body === undefined ? {} : { body: JSON.stringify(what.body) };
    return { answer: await exchange({ method, url, headers, subject, ...body }, call), subject };
  };

  /** Answers nothing but that it was done. */
  const act = async (...request: Parameters<typeof ask>): Promise<void> => {
    const { answer, subject } = await ask(...request);
    if (![200, 201, 204].includes(answer.status)) throw computeFault(answer, subject, now);
  };

  return {
    async getMachine(ref, call) {
      const { answer, subject } = await ask('GET', ref, { query: '&$expand=instanceView' }, call);
      if (answer.status !== 200) {
        const fault = computeFault(answer, subject, now);
        if (fault.report.code === 'AzureMachineNotFound') return undefined;
        throw fault;
      }
      const found = machineOf(parsed(answer, subject), accountUrl);
      if (!found) throw new PortError({ code: 'AzureMachineExists', detail: `${ref.name} is somebody else's machine` });
      return found;
    },
    createMachine: (ref, spec, call) => act('PUT', ref, { body: machineBody(spec, accountUrl) }, call),
    startMachine: (ref, call) => act('POST', ref, { action: 'start' }, call),
    stopMachine: (ref, call) => act('POST', ref, { action: 'powerOff' }, call),
    deleteMachine: async (ref, call) => {
      const { answer, subject } = await ask('DELETE', ref, { query: '&forceDeletion=false' }, call);
      if (answer.status !== 200 && answer.status !== 204) throw computeFault(answer, subject, now);
    },
  };
}

function machinePath({ resourceGroupId, name }: AzureMachineRef): string {
  const [, subscription, group] = RESOURCE_GROUP.exec(resourceGroupId) ?? [];
  if (subscription === undefined || group === undefined) {
    throw new PortError({
      code: 'InvalidParameter',
      detail: `'${resourceGroupId}' is not the ARM id of a resource group`,
    });
  }
  const [s, g, n] = [subscription, group, name].map(encodeURIComponent);
  return `/subscriptions/${s}/resourceGroups/${g}/providers/Microsoft.Compute/virtualMachines/${n}`;
}

function parsed(answer: HttpAnswer, subject: string): z.infer<typeof machineAnswer> {
  if (mediaTypeOf(answer) !== 'application/json') {
    throw unexpected(answer, subject, `content type "${mediaTypeOf(answer)}"`);
  }
  try {
    return z.parse(machineAnswer, JSON.parse(textOf(answer)));
  } catch {
    throw unexpected(answer, subject, 'another shape');
  }
}
