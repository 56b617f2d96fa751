import type { TargetNetwork } from '../wire.ts';
import type { Query } from './request.ts';
import type { VaultClient } from './vault-api.ts';

/** The one that the portal shows; the API may hold others. */
const ALERTS = '/replicationAlertSettings/defaultAlertSetting';

export function createVaultClient(access: {
  readonly get: <Body>(path: string, query?: Query) => Promise<Body>;
  readonly put: <Body>(path: string, body: unknown) => Promise<Body>;
}): VaultClient {
  const { get, put } = access;
  return {
    getVaultStatus: () => get('/status'),
    getAlertSettings: () => get(ALERTS),
    setAlertSettings: ({ sendsToOwners, customEmailAddresses, locale }) =>
      put(ALERTS, {
        properties: { sendToOwners: sendsToOwners ? 'Send' : 'DoNotSend', customEmailAddresses, locale },
      }),
    listTargetNetworks: async () => (await get<{ readonly value: readonly TargetNetwork[] }>('/targetNetworks')).value,
  };
}
