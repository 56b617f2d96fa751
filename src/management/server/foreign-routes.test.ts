import { expect, test } from 'vitest';
import { siteNames } from './arm-id.ts';
import { driveServer } from './testing/driven-server.ts';
import { VM_1 } from './testing/records.ts';

const { container, provider } = siteNames('Munich');
const FABRIC = '/replicationFabrics/Munich';
const PROVIDER = `${FABRIC}/replicationRecoveryServicesProviders/${provider}`;
const CONTAINER = `${FABRIC}/replicationProtectionContainers/${container}`;
const ITEM = `${CONTAINER}/replicationProtectedItems/${VM_1}`;

test.each([
  ['PUT', FABRIC, 'Munich', 'registered'],
  ['DELETE', FABRIC, 'Munich', 'registered'],
  ['POST', `${FABRIC}/remove`, 'Munich', 'registered'],
  ['POST', `${FABRIC}/renewCertificate`, 'Munich', 'registered'],
  ['POST', `${FABRIC}/migratetoaad`, 'Munich', 'registered'],
  ['POST', `${FABRIC}/reassociateGateway`, 'Munich', 'VMware'],
  ['PUT', PROVIDER, provider, 'registered'],
  ['DELETE', PROVIDER, provider, 'registered'],
  ['POST', `${PROVIDER}/remove`, provider, 'registered'],
  ['PUT', CONTAINER, container, 'registered'],
  ['POST', `${CONTAINER}/remove`, container, 'registered'],
  ['POST', `${CONTAINER}/discoverProtectableItem`, container, 'VMware'],
  ['POST', `${CONTAINER}/switchprotection`, container, 'VMware'],
  ['POST', `${ITEM}/addDisks`, VM_1, 'chosen when it is protected'],
  ['POST', `${ITEM}/removeDisks`, VM_1, 'chosen when it is protected'],
  ['POST', `${ITEM}/resolveHealthErrors`, VM_1, 'resolved by hand'],
  ['POST', `${ITEM}/switchProvider`, VM_1, 'VMware'],
  ['POST', `${ITEM}/updateAppliance`, VM_1, 'VMware'],
  ['POST', `${ITEM}/updateMobilityService`, VM_1, 'VMware'],
] as const)('%s %s is refused with the reason, and the engine hears nothing', async (method, path, subject, why) => {
  const driven = driveServer();
  const response = await driven.call(method, path, method === 'DELETE' ? undefined : { properties: {} });
  expect(response.status).toBe(400);
  const { error } = (await response.json()) as { error: { code: string; details: readonly object[] } };
  expect(error.code).toBe('BadRequest');
  expect(error.details).toMatchObject([
    {
      code: 'OperationNotSupported',
      message: `The operation is not available for '${subject}'.`,
      possibleCauses: expect.stringContaining(why),
      recommendedAction: expect.stringMatching(/\.$/),
    },
  ]);
  expect(driven.engine.commands).toEqual([]);
});
