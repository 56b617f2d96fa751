/** The networks of simulated hosts, and the adapters by which their machines are on them: functions of the names alone. */
import { createRng } from '../../src/base/rng.ts';
import type { MachineInventory, NetworkAdapter, VirtualSwitch } from '../../src/core/ports.ts';

const PRODUCTION = 'vSwitch-Production';
const BACKUP = 'vSwitch-Backup';

/** Each site has a network of its own for its guests, and one without a way out, for backups. */
export function switchesOf(siteName: string): readonly VirtualSwitch[] {
  const site = siteOctet(siteName);
  return [
    { name: PRODUCTION, kind: 'External', addressPrefixes: [`10.${site}.0.0/16`] },
    { name: BACKUP, kind: 'Internal', addressPrefixes: [`172.16.${site}.0/24`] },
  ];
}

/** Every machine is on the site's production network; a database has an adapter for its backups too. */
export function nicsOf(siteName: string, { vmId, workload }: MachineInventory): readonly NetworkAdapter[] {
  const rng = createRng(`nics/${vmId}`);
  const site = siteOctet(siteName);
  const adapter = (index: number, switchName: string, address: string): NetworkAdapter => ({
    nicId: `Microsoft:${vmId.toUpperCase()}\\NIC-${index}`,
    name: index === 0 ? 'Network Adapter' : `Network Adapter ${index + 1}`,
    switchName,
    macAddress: macAddress(rng.uint32()),
    ipAddresses: [address],
  });
  const octet = (): number => 4 + (rng.uint32() % 250);
  const first = adapter(0, PRODUCTION, `10.${site}.${rng.uint32() % 256}.${octet()}`);
  return workload === 'database' ? [first, adapter(1, BACKUP, `172.16.${site}.${octet()}`)] : [first];
}

function siteOctet(siteName: string): number {
  return 1 + (createRng(`network/${siteName}`).uint32() % 254);
}

/** Hyper-V's own prefix [general knowledge], then three bytes. */
function macAddress(bits: number): string {
  return `00155D${(bits & 0xffffff).toString(16).padStart(6, '0').toUpperCase()}`;
}
