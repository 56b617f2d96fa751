import type { Instant } from '../../base/units.ts';
import { allSilences } from '../../core/infrastructure/heartbeats.ts';
import type { HostInventory } from '../../core/ports.ts';
import type { AlertSettings, VaultSetting } from '../../core/vault/vault.ts';
import { DEFAULT_ALERT_SETTINGS } from '../../core/vault/vault.ts';
import type { ArmAlert } from '../arm.ts';
import type { VaultStatus } from '../wire.ts';
import { notFound } from './arm-error.ts';
import { alertSettingsArmId, ARM_TYPES, vaultSettingArmId } from './arm-id.ts';
import type { ServerContext } from './context.ts';
import { readInput } from './inputs.ts';
import { pageOf } from './paging.ts';
import { type App, param, urlOf } from './routes.ts';
import { alertInput, vaultSettingInput } from './vault-inputs.ts';

/** Settings of the vault: who is told of trouble, what it was set up with, and whether it may be changed. */
export function addVaultRoutes(app: App, server: ServerContext): void {
  const { engine } = server;

  app.get('/replicationalertsettings', (c) =>
    c.json(pageOf(engine.vault().alertSettings, nameOf, alertResource, urlOf(c))),
  );
  app.get('/replicationalertsettings/:name', (c) =>
    c.json(alertResource(named(engine.vault().alertSettings, 'alert settings', param(c, 'name')))),
  );
  app.put('/replicationalertsettings/:name', async (c) => {
    const { properties } = await readInput(c.req.raw, alertInput);
    const settings: AlertSettings = {
      name: param(c, 'name'),
      sendToOwners: properties.sendToOwners === 'Send' || properties.sendToOwners === 'true' ? 'Send' : 'DoNotSend',
      customEmailAddresses: properties.customEmailAddresses ?? [],
      locale: properties.locale ?? DEFAULT_ALERT_SETTINGS.locale,
    };
    await server.dispatch({ kind: 'changeVault', change: { kind: 'putAlertSettings', settings } });
    return c.json(alertResource(settings));
  });

  app.get('/replicationvaultsettings', (c) =>
    c.json(pageOf(engine.vault().vaultSettings, nameOf, vaultSettingResource, urlOf(c))),
  );
  app.get('/replicationvaultsettings/:name', (c) =>
    c.json(vaultSettingResource(named(engine.vault().vaultSettings, 'vault setting', param(c, 'name')))),
  );
  app.put('/replicationvaultsettings/:name', async (c) => {
    const { properties } = await readInput(c.req.raw, vaultSettingInput);
    const setting: VaultSetting = {
      name: param(c, 'name'),
      migrationSolutionId: properties.migrationSolutionId ?? null,
      vmwareToAzureProviderType: properties.vmwareToAzureProviderType ?? null,
    };
    await server.dispatch({ kind: 'changeVault', change: { kind: 'putVaultSetting', setting } });
    return c.json(vaultSettingResource(setting));
  });

  app.get('/status', (c) =>
    c.json({
      readOnlyReason: engine.readOnlyReason(),
      servers: serversOf(engine.inventory(), engine.now()),
    } satisfies VaultStatus),
  );
}

function serversOf(hosts: readonly HostInventory[], now: Instant): VaultStatus['servers'] {
  const names = new Set(hosts.flatMap(({ name, vmmServer }) => (vmmServer ? [name, vmmServer.name] : [name])));
  return { count: names.size, silent: [...allSilences(hosts, now).keys()] };
}

function nameOf({ name }: { readonly name: string }): string {
  return name;
}

/** Names do not tell cases apart. */
function named<T extends { readonly name: string }>(records: readonly T[], kind: string, name: string): T {
  const record = records.find((each) => each.name.toLowerCase() === name.toLowerCase());
  if (!record) throw notFound(kind, name);
  return record;
}

function alertResource({ name, sendToOwners, customEmailAddresses, locale }: AlertSettings): ArmAlert {
  return {
    id: alertSettingsArmId(name),
    name,
    type: ARM_TYPES.alertSettings,
    properties: { sendToOwners, customEmailAddresses: [...customEmailAddresses], locale },
  };
}

function vaultSettingResource({ name, migrationSolutionId, vmwareToAzureProviderType }: VaultSetting): unknown {
  return {
    id: vaultSettingArmId(name),
    name,
    type: ARM_TYPES.vaultSettings,
    properties: { migrationSolutionId, vmwareToAzureProviderType },
  };
}
