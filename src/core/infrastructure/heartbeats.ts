/**
 * Heartbeats of what replication stands on. On a Hyper-V site provider and agent sit on each
 * host and speak with one voice; on a VMM site the provider sits on the VMM server.
 */
import { elapsedMs, MINUTE_MS, type Instant } from '../../base/units.ts';
import { MAX_HEARTBEAT_AGE_MS } from '../limits/limits.ts';
import type { HostId } from '../model.ts';
import type { HostInventory } from '../ports.ts';

/** What a server runs that is to be heard of. */
export type ServerRole = 'ProviderAndAgent' | 'Provider' | 'Agent';

/** A server that has not been heard of for longer than the limit. */
export interface Silence {
  readonly serverName: string;
  readonly role: ServerRole;
  /** The host, or one of the hosts behind the VMM server. */
  readonly hostId: HostId;
  /** The last heartbeat. */
  readonly since: Instant;
}

/** The silent servers on the way of one host's replication, the host itself first. */
export function silencesOf(host: HostInventory, now: Instant): readonly Silence[] {
  const { hostId, name, vmmServer } = host;
  const voices: readonly Silence[] = [
    {
      hostId,
      serverName: name,
      role: host.fabricKind === 'VMM' ? 'Agent' : 'ProviderAndAgent',
      since: host.lastHeartbeatAt,
    },
    ...(vmmServer
      ? [{ hostId, serverName: vmmServer.name, role: 'Provider' as const, since: vmmServer.lastHeartbeatAt }]
      : []),
  ];
  return voices.filter(({ since }) => elapsedMs(since, now) > MAX_HEARTBEAT_AGE_MS);
}

/** The silent servers of all hosts, each once, by name. */
export function allSilences(hosts: readonly HostInventory[], now: Instant): ReadonlyMap<string, Silence> {
  const silences = hosts.flatMap((host) => silencesOf(host, now));
  return new Map(silences.map((silence) => [silence.serverName, silence]));
}

const ROLE_WORDS: Readonly<Record<ServerRole, string>> = {
  ProviderAndAgent: 'Site Recovery provider and agent',
  Provider: 'Site Recovery provider',
  Agent: 'Recovery Services agent',
};

/** Code and texts of a silence, as an infrastructure error of its fabric. The code is ours. */
export function describeSilence({ serverName, role }: Silence): {
  readonly code: string;
  readonly message: string;
  readonly possibleCauses: string;
  readonly recommendedAction: string;
} {
  const minutes = MAX_HEARTBEAT_AGE_MS / MINUTE_MS;
  return {
    code: HEARTBEAT_LOST,
    message: `No heartbeat of the ${ROLE_WORDS[role]} on '${serverName}' for more than ${minutes} minutes.`,
    possibleCauses: 'The server is down, its services have stopped, or it has no connection to the internet.',
    recommendedAction: 'Check that the server runs, that its services are started, and that it reaches Azure.',
  };
}

/** Event code of a heartbeat that is missing. */
export const HEARTBEAT_LOST = 'LS7001';
/** Event code of a heartbeat that is back. */
export const HEARTBEAT_BACK = 'LS7002';
