import { expect, test } from 'vitest';
import { after, MINUTE_MS } from '../../base/units.ts';
import { driveServer } from './testing/driven-server.ts';
import { HOST_ID, JOB_1, T0, VM_1 } from './testing/records.ts';

interface Resource {
  readonly properties: Record<string, unknown>;
}

function vmmServer() {
  const driven = driveServer();
  const [host] = driven.engine.hosts;
  if (!host) throw new Error('no host');
  driven.engine.hosts = [{ ...host, fabricKind: 'VMM', vmmServer: { name: 'VMM-01', lastHeartbeatAt: T0 } }];
  return driven;
}

test('[IN1] behind VMM the fabric is VMM’s, and its one provider sits on the VMM server', async () => {
  const { json } = vmmServer();
  const fabric = await json<Resource>('GET', '/replicationFabrics/Munich');
  expect(fabric.properties).toMatchObject({ customDetails: { instanceType: 'VMM' }, health: 'Normal' });
  const { value: containers } = await json<{ value: Resource[] }>('GET', '/replicationProtectionContainers');
  expect(containers[0]?.properties).toMatchObject({
    fabricType: 'VMM',
    fabricSpecificDetails: { instanceType: 'VMM' },
  });
  const { value } = await json<{ value: Resource[] }>('GET', '/replicationRecoveryServicesProviders');
  expect(value[0]?.properties).toMatchObject({
    fabricType: 'VMM',
    friendlyName: 'VMM-01',
    connectionStatus: 'Connected',
    providerVersionState: 'Supported',
    agents: [{ id: HOST_ID, name: 'hv01', versionState: 'Supported' }],
  });
});

test('[IN1] jobs and items name VMM as their fabric’s provider', async () => {
  const { json } = vmmServer();
  const item = await json<Resource>('GET', `/replicationProtectedItems/${VM_1}`);
  expect(item.properties['primaryFabricProvider']).toBe('VMM');
  const job = await json<Resource>('GET', `/replicationJobs/${JOB_1}`);
  expect(job.properties['customDetails']).toMatchObject({
    affectedObjectDetails: { primaryFabricProviderId: 'VMM', primaryVmmName: 'VMM-01', primaryCloudName: 'Munich' },
  });
});

test('[IN3] a provider that is not heard of is disconnected, an error of its fabric and of the vault', async () => {
  const driven = vmmServer();
  const [host] = driven.engine.hosts;
  if (!host) throw new Error('no host');
  driven.engine.time = after(T0, 6 * MINUTE_MS);
  driven.engine.hosts = [{ ...host, lastHeartbeatAt: driven.engine.time }];
  const error = {
    errorCategory: 'FabricInfrastructure',
    errorCode: 'LS7001',
    errorMessage: "No heartbeat of the Site Recovery provider on 'VMM-01' for more than 5 minutes.",
  };
  const { value } = await driven.json<{ value: Resource[] }>('GET', '/replicationRecoveryServicesProviders');
  expect(value[0]?.properties).toMatchObject({ connectionStatus: 'Disconnected', healthErrorDetails: [error] });
  const fabric = await driven.json<Resource>('GET', '/replicationFabrics/Munich');
  expect(fabric.properties).toMatchObject({ health: 'Critical', healthErrorDetails: [error] });
  const vault = await driven.json<Resource>('GET', '/replicationVaultHealth');
  expect(vault.properties['fabricsHealth']).toMatchObject({
    issues: [{ summaryCode: 'LS7001', category: 'FabricInfrastructure' }],
    categorizedResourceCounts: { Normal: 0, Critical: 1 },
  });
});

test('[IN3] an event of a server names the server, and no machine', async () => {
  const driven = vmmServer();
  driven.engine.eventList = [
    {
      eventId: '1',
      vmId: null,
      server: { name: 'hv01', hostId: HOST_ID },
      at: T0,
      eventType: 'AgentHealth',
      severity: 'Critical',
      eventCode: 'LS7001',
      description: 'No heartbeat.',
      jobId: null,
    },
  ];
  const events = async (filter: string) =>
    (await driven.json<{ value: Resource[] }>('GET', `/replicationEvents?$filter=${encodeURIComponent(filter)}`)).value;
  const [event] = await events("affectedObjectFriendlyName eq 'hv01'");
  expect(event?.properties).toMatchObject({
    eventType: 'AgentHealth',
    affectedObjectFriendlyName: 'hv01',
    affectedObjectCorrelationId: HOST_ID,
    providerSpecificDetails: { fabricName: 'Munich' },
    eventSpecificDetails: { affectedObjectType: 'Server' },
  });
  expect(await events("affectedObjectFriendlyName eq 'sql01'")).toEqual([]);
});
