import { expect, test } from 'vitest';
import type { VaultChange } from '../../core/vault/vault.ts';
import { engineBench, type EngineBench } from '../testing/engine-bench.ts';

const VNET = '/subscriptions/s/resourceGroups/dr/providers/Microsoft.Network/virtualNetworks/recovery-vnet';

async function openBench() {
  const bench = await engineBench();
  await bench.until('hosts are known', () => bench.engine.inventory().length > 0);
  const [host] = bench.engine.inventory();
  const [policy] = bench.engine.policies();
  if (!host || !policy) throw new Error('a bench has a host and a policy');
  return { bench, siteName: host.siteName, networkName: host.switches?.[0]?.name ?? '', policyId: policy.policyId };
}

async function told(bench: EngineBench, change: VaultChange): Promise<string> {
  const outcome = await bench.send({ kind: 'changeVault', change });
  if (!outcome.isAccepted) return `${outcome.refusal.code}: ${outcome.refusal.message}`;
  const job = outcome.jobId === null ? undefined : bench.engine.job(outcome.jobId);
  return job ? `${job.scenarioName} ${job.state}` : 'done';
}

test('[VT1] settings that nobody has chosen have defaults; chosen ones outlive the engine', async () => {
  const { bench } = await openBench();
  expect(bench.engine.vault().alertSettings).toMatchObject([
    { name: 'defaultAlertSetting', sendToOwners: 'DoNotSend' },
  ]);
  const settings = {
    name: 'defaultAlertSetting',
    sendToOwners: 'Send',
    customEmailAddresses: ['ops@contoso.com'],
    locale: 'de-DE',
  } as const;
  expect(await told(bench, { kind: 'putAlertSettings', settings })).toBe('done');
  expect(await told(bench, { kind: 'putAlertSettings', settings: { ...settings, name: 'night' } })).toBe('done');
  expect(bench.engine.vault().alertSettings.map(({ name }) => name)).toEqual(['defaultAlertSetting', 'night']);
  const setting = { name: 'default', migrationSolutionId: '/s', vmwareToAzureProviderType: null };
  expect(await told(bench, { kind: 'putVaultSetting', setting })).toBe('done');
  await bench.restart();
  expect(bench.engine.vault()).toMatchObject({
    alertSettings: [settings, { name: 'night' }],
    vaultSettings: [setting],
  });
});

test('[VT2] what cannot be written to is refused, with the address', async () => {
  const { bench } = await openBench();
  const settings = { name: 'a', sendToOwners: 'Send', customEmailAddresses: ['ops@'], locale: 'en-US' } as const;
  expect(await told(bench, { kind: 'putAlertSettings', settings })).toBe(
    "InvalidInput: 'ops@' is not an e-mail address.",
  );
  expect(bench.engine.vault().alertSettings).toMatchObject([{ customEmailAddresses: [] }]);
});

test('[VT3] a policy is associated with a site once, by a job, and not while machines replicate under it dissociated', async () => {
  const { bench, siteName, policyId } = await openBench();
  const mapping = { name: 'gold', siteName, policyId };
  expect(await told(bench, { kind: 'putContainerMapping', mapping })).toBe('AssociateProtectionProfile Succeeded');
  expect(await told(bench, { kind: 'putContainerMapping', mapping: { ...mapping, name: 'again' } })).toMatch(
    /^Conflict/,
  );
  expect(await told(bench, { kind: 'putContainerMapping', mapping: { ...mapping, siteName: 'Rome' } })).toMatch(
    /^NotFound/,
  );
  await bench.enable('IDLE01');
  expect(await told(bench, { kind: 'removeContainerMapping', siteName, name: 'gold' })).toMatch(/IDLE01/);
  await bench.restart();
  expect(bench.engine.vault().containerMappings).toEqual([mapping]);
  expect(await told(bench, { kind: 'removeContainerMapping', siteName, name: 'silver' })).toMatch(/^NotFound/);
});

test('[VT3] without machines it is dissociated', async () => {
  const { bench, siteName, policyId } = await openBench();
  await told(bench, { kind: 'putContainerMapping', mapping: { name: 'gold', siteName, policyId } });
  expect(await told(bench, { kind: 'removeContainerMapping', siteName, name: 'GOLD' })).toBe(
    'DissociateProtectionProfile Succeeded',
  );
  expect(bench.engine.vault().containerMappings).toEqual([]);
});

test('[VT4] a network of the site is mapped to one of Azure, mapped anew, and unmapped, each by a job', async () => {
  const { bench, siteName, networkName } = await openBench();
  const mapping = { name: 'corp', siteName, networkName, recoveryNetworkId: VNET };
  const put = (change: Partial<typeof mapping>) =>
    told(bench, { kind: 'putNetworkMapping', mapping: { ...mapping, ...change } });
  expect(await put({ recoveryNetworkId: 'vnet' })).toMatch(/^InvalidInput/);
  expect(await put({ networkName: 'none' })).toMatch(/^NotFound/);
  expect(await put({})).toBe('AddNetworkMapping Succeeded');
  expect(await put({ name: 'other' })).toMatch(/^Conflict/);
  expect(await put({ recoveryNetworkId: `${VNET}-2` })).toBe('ModifyNetworkMapping Succeeded');
  await bench.restart();
  expect(bench.engine.vault().networkMappings).toEqual([{ ...mapping, recoveryNetworkId: `${VNET}-2` }]);
  await bench.until('hosts are known', () => bench.engine.inventory().length > 0);
  const remove = { kind: 'removeNetworkMapping', siteName, networkName, name: 'corp' } as const;
  expect(await told(bench, remove)).toBe('RemoveNetworkMapping Succeeded');
  expect(await told(bench, remove)).toMatch(/^NotFound/);
});

test('[VT5] an export is a job in the list, which is neither cancelled nor restarted', async () => {
  const { bench } = await openBench();
  expect(await told(bench, { kind: 'exportJobs', query: 'jobStatus=Failed' })).toBe('ExportJobs Succeeded');
  const [job] = bench.engine.jobs();
  if (!job) throw new Error('no job');
  expect(job).toMatchObject({ vaultWork: { exportQuery: 'jobStatus=Failed' }, stateDescription: 'Completed' });
  for (const kind of ['cancelJob', 'restartJob'] as const) {
    const outcome = await bench.send({ kind, jobId: job.jobId });
    expect(outcome.isAccepted).toBe(false);
  }
});

test('[VT5] a policy made, changed and deleted is a job each time', async () => {
  const { bench, policyId } = await openBench();
  const [policy] = bench.engine.policies();
  if (!policy) throw new Error('a bench has a policy');
  const gold = { ...policy, policyId: 'gold' as typeof policyId, name: 'Gold' };
  await bench.send({ kind: 'putPolicy', policy: gold });
  await bench.send({ kind: 'putPolicy', policy: { ...gold, recoveryPointHistoryHours: 4 } });
  await bench.send({ kind: 'deletePolicy', policyId: gold.policyId });
  const jobs = [...bench.engine.jobs()].map(({ scenarioName, state, vmId, vmName, vaultWork }) => [
    scenarioName,
    state,
    vmId,
    vmName,
    vaultWork?.targetType,
  ]);
  expect(jobs).toEqual(
    ['AddProtectionProfile', 'ModifyProtectionProfile', 'DeleteProtectionProfile'].map((scenario) => [
      scenario,
      'Succeeded',
      'gold',
      'Gold',
      'ProtectionProfile',
    ]),
  );
});

test('[VT7] the end of a job of the vault is an event of what it works on, kept like those of machines', async () => {
  const { bench, siteName, policyId } = await openBench();
  await told(bench, { kind: 'putContainerMapping', mapping: { name: 'gold', siteName, policyId } });
  await bench.restart();
  const [job] = bench.engine.jobs();
  expect(bench.engine.events(null)).toEqual([
    expect.objectContaining({
      vmId: null,
      jobTarget: { id: policyId, name: 'Default replication policy', type: 'ProtectionProfile' },
      eventType: 'JobStatus',
      severity: 'OK',
      eventCode: 'AssociateProtectionProfile',
      description: 'Associate replication policy: Succeeded.',
      jobId: job?.jobId,
    }),
  ]);
});
