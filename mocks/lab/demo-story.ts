/**
 * What an administrator did before the demo's first screen: two policies, and most machines of the
 * big scenario protected. It goes through the management API like everybody else, so that the
 * trace and the jobs show it.
 */
import { API_VERSION, VAULT_PATH } from '../../src/management/wire.ts';
import type { Story } from '../stories/story.ts';

type Manage = (request: Request) => Promise<Response>;

const POLICIES = [
  {
    name: 'Gold 30 s',
    replicationInterval: 30,
    recoveryPointHistoryDuration: 4,
    applicationConsistentSnapshotFrequencyInHours: 1,
  },
  {
    name: 'Standard 5 min',
    replicationInterval: 300,
    recoveryPointHistoryDuration: 2,
    applicationConsistentSnapshotFrequencyInHours: 1,
  },
] as const;

/** Scenarios in which machines are protected from the start; the others begin with the policies alone. */
const LIVELY_SCENARIO = 'contoso';
/** Of every three machines two are protected, 9 of 12 in all; the file server with its large disk is one. */
const isProtectedAtStart = (index: number): boolean => index % 3 !== 1;
/** Of those, the file and the database server go by the faster policy. */
const policyAt = (index: number): string => POLICIES[index % 4 === 1 ? 0 : 1].name;

interface ArmList<Properties> {
  readonly value: readonly { readonly id: string; readonly name: string; readonly properties: Properties }[];
}

interface ProtectableProperties {
  readonly friendlyName: string;
  readonly protectionStatus: string;
  readonly protectionReadinessErrors: readonly string[];
}

/**
 * Brings the world to where the first screen begins. May be run again after it was interrupted:
 * what is done already stays as it is.
 *
 * @param importedNames machines that were brought in from outside and are left alone
 */
export async function playDemoStory(
  manage: Manage,
  /** A scenario of the library says which machines are protected; else the world's name does. */
  scenario: string | Story,
  importedNames: ReadonlySet<string>,
): Promise<void> {
  for (const { name, ...interval } of POLICIES) {
    await send(manage, 'PUT', `/replicationPolicies/${encodeURIComponent(name)}`, {
      properties: { providerSpecificInput: { instanceType: 'HyperVReplicaAzure', ...interval } },
    });
  }
  if (typeof scenario === 'string' && scenario !== LIVELY_SCENARIO) return;
  const candidates = await listProtectable(manage);
  if (typeof scenario !== 'string') {
    for (const machine of candidates) {
      if (scenario.protect.includes(machine.properties.friendlyName)) await protect(manage, machine, scenario.policy);
    }
    return;
  }
  const own = candidates.filter(({ properties }) => !importedNames.has(properties.friendlyName));
  for (const [index, machine] of own.entries()) {
    const { protectionStatus, protectionReadinessErrors } = machine.properties;
    const isEligible = protectionStatus === 'Unprotected' && protectionReadinessErrors.length === 0;
    if (isEligible && isProtectedAtStart(index)) await protect(manage, machine, policyAt(index));
  }
}

/** All machines by name: the order in which the sites list them says nothing. */
async function listProtectable(manage: Manage): Promise<ArmList<ProtectableProperties>['value'][number][]> {
  const fabrics = await read<unknown>(manage, '/replicationFabrics');
  const lists = await Promise.all(
    fabrics.value.map((fabric) =>
      read<ProtectableProperties>(manage, `/replicationFabrics/${fabric.name}/replicationProtectableItems`),
    ),
  );
  return lists
    .flatMap((list) => list.value)
    .toSorted((a, b) => (a.properties.friendlyName < b.properties.friendlyName ? -1 : 1));
}

async function protect(
  manage: Manage,
  machine: { readonly id: string; readonly name: string },
  policy: string,
): Promise<void> {
  await send(manage, 'PUT', `/replicationProtectedItems/${machine.name}`, {
    properties: {
      policyId: `${VAULT_PATH}/replicationPolicies/${encodeURIComponent(policy)}`,
      protectableItemId: machine.id,
      providerSpecificDetails: { instanceType: 'HyperVReplicaAzure' },
    },
  });
}

async function read<Properties>(manage: Manage, path: string): Promise<ArmList<Properties>> {
  return (await (await send(manage, 'GET', path)).json()) as ArmList<Properties>;
}

async function send(manage: Manage, method: string, path: string, body?: unknown): Promise<Response> {
  const url = `https://demo.invalid${VAULT_PATH}${path}?api-version=${API_VERSION}&$top=1000`;
  const response = await manage(
    new Request(url, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }),
  );
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
  return response;
}
