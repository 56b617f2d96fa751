import { describe, expect, test } from 'vitest';
import type { HostId } from '../core/model.ts';
import type { HostApi, HostInventory, StorageApi } from '../core/ports.ts';
import { engineBench, type EngineBench } from './testing/engine-bench.ts';

type Listing = (hosts: readonly HostInventory[]) => readonly HostInventory[];

/** `port` with one method replaced. */
function withMethod<Port extends object, Name extends keyof Port>(port: Port, name: Name, method: Port[Name]): Port {
  return new Proxy(port, {
    get: (target, key) => {
      if (key === name) return method;
      const value: unknown = Reflect.get(target, key);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

/** `host` telling of its machines as `listing` has it. */
function listedAs(host: HostApi, listing: () => Listing): HostApi {
  return withMethod(host, 'listHosts', async (call) => listing()(await host.listHosts(call)));
}

/** `storage`, noting over whose lines pages are written from outside the cloud. */
function routesOf(storage: StorageApi, hostIds: HostId[]): StorageApi {
  return withMethod(storage, 'putPages', (...args) => {
    const route = args[4];
    if (route.kind === 'host') hostIds.push(route.hostId);
    return storage.putPages(...args);
  });
}

/** The machine on another host; `isLeft`: its own tells of it no more. */
function moved(
  name: string,
  to: string,
  { isLeft = true, siteName }: { isLeft?: boolean; siteName?: string } = {},
): Listing {
  return (hosts) => {
    const machine = hosts.flatMap(({ machines }) => machines).find((each) => each.name === name);
    if (!machine) throw new Error(`no host has ${name}`);
    return hosts.map((host) => {
      const others = host.machines.filter((each) => each !== machine || !isLeft);
      if (host.name !== to) return { ...host, machines: others };
      return {
        ...host,
        siteName: siteName ?? host.siteName,
        machines: [...others, { ...machine, hostId: host.hostId }],
      };
    });
  };
}

const NAME = 'NORTH-02';

async function protectedBench(listing: () => Listing, hostIds: HostId[] = []): Promise<EngineBench> {
  const bench = await engineBench({
    scenario: 'branches',
    wrap: (ports) => ({ ...ports, host: listedAs(ports.host, listing), storage: routesOf(ports.storage, hostIds) }),
  });
  await bench.enable(NAME);
  await bench.until('a cycle', () => bench.item(NAME).cycle.number >= 1 && bench.item(NAME).cycle.step === 'idle');
  return bench;
}

const asTold: Listing = (hosts) => hosts;
const cyclesLater = async (bench: EngineBench, count: number): Promise<void> => {
  const { number } = bench.item(NAME).cycle;
  await bench.until(`${count} cycles`, () => bench.item(NAME).cycle.number >= number + count);
};

describe('a machine on another host', () => {
  test('[IN6] is followed there, and its changes are sent over the new host’s line', async () => {
    let listing = asTold;
    const hostIds: HostId[] = [];
    const bench = await protectedBench(() => listing, hostIds);
    listing = moved(NAME, 'HV-SOUTH');
    await bench.until('followed', () => bench.item(NAME).hostName === 'HV-SOUTH');
    await cyclesLater(bench, 1);
    hostIds.length = 0;
    await cyclesLater(bench, 2);
    expect(new Set(hostIds)).toEqual(new Set([bench.item(NAME).hostId]));
    const told = [...bench.engine.events(bench.item(NAME).vmId)].filter(
      ({ eventCode }) => eventCode === 'MachineMoved',
    );
    expect(told.map(({ description }) => description)).toEqual(['NORTH-02 moved from HV-NORTH to HV-SOUTH.']);
    await bench.expectIdentical(NAME);
  });

  test.each([
    ['while its own host still tells of it', moved(NAME, 'HV-SOUTH', { isLeft: false })],
    ['of another site', moved(NAME, 'HV-SOUTH', { siteName: 'Elsewhere' })],
  ])('[IN6] is not followed %s', async (_, there) => {
    let listing = asTold;
    const bench = await protectedBench(() => listing);
    listing = there;
    await cyclesLater(bench, 2);
    expect(bench.item(NAME).hostName).toBe('HV-NORTH');
  });
});
