/**
 * Agreement with recorded answers of the real service and with the examples of its public description:
 * field for field, and in the spelling of every word. They are not part of this project: the folder that
 * holds them is named in LOCKSTEP_FIXTURES, and without it these tests are skipped. Values that matter are
 * stated in the other tests.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { siteNames } from './arm-id.ts';
import { driveServer, type DrivenServer } from './testing/driven-server.ts';
import { item, JOB_1, job, T0, view, VM_1 } from './testing/records.ts';

const folder = process.env['LOCKSTEP_FIXTURES'] ?? '';
const { container } = siteNames('Munich');
const ITEM = `/replicationProtectedItems/${VM_1}`;
const ARM_ITEM = `/replicationFabrics/Munich/replicationProtectionContainers/${container}${ITEM}`;

interface Fixture {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly statusCode?: number;
  readonly responses?: Readonly<Record<string, { readonly body?: unknown }>>;
}

/** How this server comes to say what a file holds; `value`: the file has a list, of which the first counts. */
interface Case {
  readonly answer: (driven: DrivenServer) => Promise<unknown>;
  readonly ofFirst?: true;
}

const get =
  (path: string) =>
  (driven: DrivenServer): Promise<unknown> =>
    driven.json('GET', path);

/** The job is the one that holds the machine: it can be cancelled. */
function whileEnabling(driven: DrivenServer): DrivenServer {
  driven.engine.put(view({ item: item({ activeJobId: JOB_1, phase: { kind: 'enabling', step: 'createReplica' } }) }));
  return driven;
}

function withEndedJob(driven: DrivenServer): DrivenServer {
  driven.engine.putJob(job({ state: 'Succeeded', stateDescription: 'Completed', endedAt: T0 }));
  return driven;
}

function withIllness(driven: DrivenServer): DrivenServer {
  const fault = { code: 'LowDiskSpace', detail: 'full' } as const;
  const finding = { rule: 'HE2', verdict: 'Critical', input: 'x', threshold: 'y', since: null, fault } as const;
  driven.engine.put(view({ health: 'Critical', findings: [finding] }));
  const event = { vmId: VM_1, at: T0, eventCode: 'x', description: 'Lost.', jobId: null } as const;
  driven.engine.eventList = [
    { ...event, eventId: 'e1', eventType: 'JobStatus', severity: 'Critical', jobId: JOB_1 },
    { ...event, eventId: 'e2', eventType: 'VmHealth', severity: 'OK' },
  ];
  return driven;
}

async function withFailedJob(driven: DrivenServer): Promise<unknown> {
  driven.engine.putJob(
    job({
      state: 'Failed',
      stateDescription: 'Failed',
      endedAt: T0,
      errors: [{ fault: { code: 'LowDiskSpace', detail: 'full' }, taskId: null, at: T0 }],
    }),
  );
  return withIllness(driven).json('GET', '/replicationEvents');
}

const CASES: Readonly<Record<string, Case>> = {
  'recorded/replicationProtectedItem-HyperVReplicaAzure-Protected.json': { answer: get(ITEM), ofFirst: true },
  'recorded/job-EnableDr-InProgress.json': {
    answer: (driven) => whileEnabling(driven).json('GET', `/replicationJobs/${JOB_1}`),
  },
  'recorded/job-EnableDr-Succeeded.json': {
    answer: (driven) => withEndedJob(driven).json('GET', `/replicationJobs/${JOB_1}`),
  },
  'recorded/jobs-list-excerpt.json': { answer: (driven) => withEndedJob(driven).json('GET', '/replicationJobs') },
  'recorded/replicationPolicies-list.json': { answer: get('/replicationPolicies') },
  'recorded/replicationProtectableItem-get.json': {
    answer: get(`/replicationFabrics/Munich/replicationProtectableItems/${VM_1}`),
  },
  'recorded/error-400-reProtect-InvalidFailoverDirection.json': {
    answer: (driven) =>
      driven.json('POST', `${ARM_ITEM}/reProtect`, {
        properties: {
          failoverDirection: 'RecoveryToPrimary',
          providerSpecificDetails: { instanceType: 'ReverseReplicationProviderSpecificInput' },
        },
      }),
  },
  'spec/RecoveryPoints_ListByReplicationProtectedItems.json': { answer: get(`${ARM_ITEM}/recoveryPoints`) },
  'spec/ReplicationEvents_List.json': { answer: withFailedJob },
  'spec/ReplicationFabrics_Get.json': { answer: get('/replicationFabrics/Munich') },
  'spec/ReplicationJobs_List.json': { answer: (driven) => withEndedJob(driven).json('GET', '/replicationJobs') },
  'spec/ReplicationPolicies_Create.json': {
    answer: (driven) =>
      driven.json('PUT', '/replicationPolicies/Silver', {
        properties: { providerSpecificInput: { instanceType: 'HyperVReplicaAzure' } },
      }),
  },
  'spec/ReplicationProtectedItems_Get.json': { answer: get(ARM_ITEM) },
  'spec/ReplicationVaultHealth_Get.json': {
    answer: (driven) => withIllness(driven).json('GET', '/replicationVaultHealth'),
  },
};

/** Answers without a body, which a test of their own compares. */
const HEADERS_ONLY = 'recorded/lro-202-headers.json';

/** Words that the service has for these fields, as this server spells them. */
const VOCABULARY: Readonly<Record<string, readonly string[]>> = {
  activeLocation: ['Primary', 'Recovery'],
  bcdrState: ['Valid'],
  category: ['Replication', 'FabricInfrastructure'],
  customerResolvability: ['NotAllowed'],
  eventType: ['JobStatus', 'VmHealth', 'AgentHealth'],
  failoverHealth: ['Normal', 'Warning'],
  health: ['Normal', 'Critical'],
  kekState: ['None'],
  primaryFabricProvider: ['SingleHostHyperVFabric', 'VMM'],
  protectedItemType: ['HyperVVirtualMachine'],
  protectionStatus: ['Protected', 'Unprotected'],
  recoveryIPAddressType: ['Dynamic', 'Static'],
  recoveryPointType: ['CrashConsistent', 'ApplicationConsistent'],
  replicationHealth: ['Normal', 'Warning', 'Critical'],
  selectionType: ['SelectedByDefault', 'SelectedByUser', 'NotSelected'],
  targetInstanceType: ['ProtectionEntity', 'ProtectionProfile', 'RecoveryPlan', 'Other', 'Server'],
  taskType: ['TaskDetails'],
  vhdType: ['OperatingSystem', 'Data'],
};

function fixture(name: string): Fixture {
  return JSON.parse(readFileSync(join(folder, name), 'utf8')) as Fixture;
}

function bodyOf(name: string): unknown {
  const { body, responses } = fixture(name);
  return body ?? responses?.['200']?.body;
}

/** The leaves of a body by their path, arrays by their first element: `properties.tasks[].taskId`. */
function leavesOf(value: unknown, path = ''): (readonly [path: string, leaf: unknown])[] {
  if (Array.isArray(value)) return value.length === 0 ? [] : leavesOf(value[0], `${path}[]`);
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, each]) => {
    const below = path === '' ? key : `${path}.${key}`;
    return [[below, each] as const, ...leavesOf(each, below)];
  });
}

function missingFields(expected: unknown, actual: unknown): string[] {
  const present = new Set(leavesOf(actual).map(([path]) => path));
  return [...new Set(leavesOf(expected).map(([path]) => path))].filter((path) => !present.has(path));
}

/** Words that this server spells otherwise, or does not know. */
function misspelled(expected: unknown, actual: unknown): string[] {
  const ours = new Map(leavesOf(actual));
  return leavesOf(expected).flatMap(([path, leaf]) => {
    if (typeof leaf !== 'string') return [];
    const other = ours.get(path);
    const isOtherCase = typeof other === 'string' && other !== leaf && other.toLowerCase() === leaf.toLowerCase();
    const known = VOCABULARY[path.slice(path.lastIndexOf('.') + 1)];
    return isOtherCase || (known && !known.includes(leaf)) ? [`${path}: ${leaf}`] : [];
  });
}

const first = (body: unknown): unknown => (body as { readonly value: readonly unknown[] }).value[0];

describe.skipIf(folder === '')('recorded and published bodies (folder in LOCKSTEP_FIXTURES)', () => {
  test('every file is compared', () => {
    const files = ['recorded', 'spec']
      .filter((group) => existsSync(join(folder, group)))
      .flatMap((group) => readdirSync(join(folder, group)).map((file) => `${group}/${file}`));
    expect(files.filter((file) => !(file in CASES) && file !== HEADERS_ONLY)).toEqual([]);
    expect(files.length).toBeGreaterThan(10);
  });

  test.each(Object.keys(CASES))('%s', async (name) => {
    const { answer, ofFirst } = CASES[name] ?? { answer: get('/') };
    const expected = ofFirst ? first(bodyOf(name)) : bodyOf(name);
    const actual = await answer(driveServer());
    expect(missingFields(expected, actual)).toEqual([]);
    expect(misspelled(expected, actual)).toEqual([]);
  });

  test.each(['InProgress', 'Succeeded'] as const)('a job that is %s has no other fields', async (state) => {
    const driven = state === 'Succeeded' ? withEndedJob(driveServer()) : driveServer();
    const { properties } = await driven.json<{ properties: object }>('GET', `/replicationJobs/${JOB_1}`);
    const expected = bodyOf(`recorded/job-EnableDr-${state}.json`) as { properties: object };
    expect(Object.keys(properties).toSorted()).toEqual(Object.keys(expected.properties).toSorted());
  });

  test('a job’s headers', async () => {
    const driven = driveServer();
    driven.engine.answer = () => ({ isAccepted: true, jobId: JOB_1 });
    const response = await driven.call('POST', `${ARM_ITEM}/repairReplication`, {});
    const { statusCode, headers = {} } = fixture(HEADERS_ONLY);
    expect(response.status).toBe(statusCode);
    expect(Object.keys(headers).filter((name) => !response.headers.has(name))).toEqual([]);
    expect(response.headers.get('retry-after')).toBe(headers['Retry-After']);
    const shape = (address: string | null | undefined): string | undefined =>
      address
        ?.replace(/^https:\/\/[^/]+/, '')
        .replaceAll(/(?<=\/)[^/?]*(?=\/|\?|$)/g, (part, at: number, all: string) =>
          // Keywords and names alternate, from `Subscriptions` on.
          all.slice(0, at).split('/').length % 2 === 0 ? part : '*',
        );
    for (const name of ['Location', 'Azure-AsyncOperation', 'x-ms-request-id']) {
      expect(shape(response.headers.get(name)?.split('?')[0]), name).toBe(shape(headers[name]?.split('?')[0]));
    }
  });
});
