import { expect, test } from 'vitest';
import { after, instant, MINUTE_MS, type Instant } from '../../base/units.ts';
import { MAX_HEARTBEAT_AGE_MS } from '../limits/limits.ts';
import type { HostId } from '../model.ts';
import type { HostInventory } from '../ports.ts';
import { allSilences, describeSilence, HEARTBEAT_BACK, silencesOf } from './heartbeats.ts';

const now = instant(1_700_000_000_000);
const late = after(now, -MAX_HEARTBEAT_AGE_MS - 1);

function hyperV(name: string, lastHeartbeatAt: Instant): HostInventory {
  return {
    hostId: name as HostId,
    name,
    siteName: 'HQ',
    fabricKind: 'HyperVSite',
    providerVersion: '5.1.6900.0',
    agentVersion: '2.0.9260.0',
    lastHeartbeatAt,
    utcOffsetMinutes: 0,
    volumes: [],
    machines: [],
  };
}
const vmm = (name: string, agentAt: Instant, providerAt: Instant): HostInventory => ({
  ...hyperV(name, agentAt),
  fabricKind: 'VMM',
  vmmServer: { name: 'VMM-01', lastHeartbeatAt: providerAt },
});
const told = (host: HostInventory) => silencesOf(host, now).map(({ serverName, role }) => `${serverName} ${role}`);

test('[IN2] a server is silent after more than five minutes, not at five minutes', () => {
  expect(MAX_HEARTBEAT_AGE_MS).toBe(5 * MINUTE_MS);
  expect(told(hyperV('HV01', after(now, -MAX_HEARTBEAT_AGE_MS)))).toEqual([]);
  expect(silencesOf(hyperV('HV01', late), now)).toEqual([
    { serverName: 'HV01', role: 'ProviderAndAgent', hostId: 'HV01', since: late },
  ]);
});

test('[IN1] behind VMM the provider is heard of from the VMM server, the agent from the host', () => {
  expect(told(vmm('HV01', now, now))).toEqual([]);
  expect(told(vmm('HV01', late, now))).toEqual(['HV01 Agent']);
  expect(told(vmm('HV01', now, late))).toEqual(['VMM-01 Provider']);
  expect(told(vmm('HV01', late, late))).toEqual(['HV01 Agent', 'VMM-01 Provider']);
});

test('[IN3] a VMM server that is silent is one error, however many hosts stand behind it', () => {
  const silences = allSilences([vmm('HV01', now, late), vmm('HV02', now, late), hyperV('HV03', late)], now);
  expect([...silences.keys()]).toEqual(['VMM-01', 'HV03']);
});

test.each([
  ['ProviderAndAgent', 'Site Recovery provider and agent'],
  ['Provider', 'Site Recovery provider'],
  ['Agent', 'Recovery Services agent'],
] as const)('[IN3] a silent %s is told in words', (role, words) => {
  const text = describeSilence({ serverName: 'HV01', role, hostId: 'HV01' as HostId, since: late });
  expect(text).toMatchObject({
    code: 'LS7001',
    message: `No heartbeat of the ${words} on 'HV01' for more than 5 minutes.`,
  });
  expect(text.possibleCauses).not.toBe('');
  expect(text.recommendedAction).not.toBe('');
});

test('[IN3] a silence and its end have codes of our own, two of them', () => {
  expect(HEARTBEAT_BACK).toBe('LS7002');
});
