/**
 * The demo world's controls under `/lab/…`: time, faults, machines, content for comparison. They act
 * on the world itself, which an administrator could not; the management API knows nothing of them.
 * Described in docs/lab-api.md.
 */
import { decodedUri } from '../../src/base/decoded-uri.ts';
import { instant, SECOND_MS, toIso, type Instant, type Milliseconds } from '../../src/base/units.ts';
import type { DiskId, HostId, VmId } from '../../src/core/model.ts';
import type { LabScenario, LabWorld } from '../../src/management/wire.ts';
import { formatFault } from '../stories/fault-spec.ts';
import { STORIES } from '../stories/stories.ts';
import type { Story } from '../stories/story.ts';
import type { OpenContent, World } from '../world/world.ts';
import type { Director } from './director.ts';
import type { AtSettled, ImageImport } from './image-import.ts';
import { LabError, labErrorResponse } from './lab-error.ts';
import {
  clockInput,
  diskSizeInput,
  faultInput,
  linkInput,
  offlineEditInput,
  readLabInput,
  workloadInput,
  writesInput,
} from './lab-inputs.ts';
import { contentResponse } from './source-content.ts';

/** The part of the pacer that the lab drives. */
export interface LabPacer {
  readonly speed: number;
  readonly isPaused: boolean;
  setSpeed(speed: number): void;
  resume(): void;
  pause(): void;
  step(durationMs: Milliseconds): Promise<void>;
}

export interface LabParts {
  readonly world: World;
  /** The scenario's name in the address: a world's, or one of the library. */
  readonly scenario: string;
  /** `fault=` of the address. */
  readonly addressFaults: readonly string[];
  readonly director: Director;
  readonly pacer: LabPacer;
  readonly images: ImageImport;
  readonly atSettled: AtSettled;
  /** One line per decision of the engine. */
  readonly trace: () => readonly string[];
  /** Something outside the engine changed: tell the portal, and make it durable. */
  readonly changed: (kind: 'inventory' | 'world') => Promise<void>;
  /** Deletes world and journal. */
  readonly reset: () => Promise<void>;
}

type Route = readonly [method: string, pattern: RegExp, handle: (call: LabCall) => Promise<Response> | Response];

interface LabCall {
  readonly request: Request;
  readonly url: URL;
  /** Path parameters, in order. */
  readonly params: readonly string[];
}

/** Answers requests under `/lab/`; null for paths that are none of its routes. */
export function createLab(parts: LabParts): (request: Request) => Promise<Response | null> {
  const routes: readonly Route[] = [...worldRoutes(parts), ...faultRoutes(parts), ...machineRoutes(parts)];
  return async (request) => {
    const url = new URL(request.url);
    const path = url.pathname.replace(/\/+$/, '');
    const matching = routes.filter(([, pattern]) => pattern.test(path));
    if (matching.length === 0) return null;
    const route = matching.find(([method]) => method === request.method);
    try {
      if (!route)
        throw new LabError(
          405,
          'MethodNotAllowed',
          `${path} answers ${matching.map(([method]) => method).join(', ')} only.`,
        );
      const params = (route[1].exec(path) ?? []).slice(1).map(decodedUri);
      return await route[2]({ request, url, params });
    } catch (error) {
      return labErrorResponse(error);
    }
  };
}

function worldRoutes(parts: LabParts): Route[] {
  const { world, pacer, trace, changed, reset } = parts;
  return [
    ['GET', /^\/lab\/world$/, () => Response.json(worldBody(parts))],
    ['GET', /^\/lab\/scenarios$/, () => Response.json(STORIES.map(scenarioBody))],
    [
      'POST',
      /^\/lab\/clock$/,
      async ({ request }) => {
        const change = await readLabInput(request, clockInput);
        if (change.speed !== undefined) pacer.setSpeed(change.speed);
        if (change.isPaused === true) pacer.pause();
        if (change.stepSeconds !== undefined) await pacer.step(Math.round(change.stepSeconds * SECOND_MS));
        if (change.isPaused === false) pacer.resume();
        await changed('world');
        return Response.json(worldBody(parts));
      },
    ],
    ['GET', /^\/lab\/trace$/, () => Response.json(trace())],
    ['GET', /^\/lab\/digest$/, () => Response.json({ now: toIso(world.clock.now()), digest: world.digest() })],
    [
      'POST',
      /^\/lab\/reset$/,
      async () => {
        await reset();
        return new Response(null, { status: 204 });
      },
    ],
  ];
}

function faultRoutes({ world, director, atSettled, changed }: LabParts): Route[] {
  return [
    ['GET', /^\/lab\/faults$/, () => Response.json(director.faults())],
    [
      'POST',
      /^\/lab\/faults$/,
      async ({ request }) => {
        const { kind, target = '', durationSeconds = null, intensity = null } = await readLabInput(request, faultInput);
        const fault = await atSettled(() => director.startByHand({ kind, target, durationSeconds, intensity }));
        await changed('world');
        return fault === null ? new Response(null, { status: 204 }) : Response.json(fault, { status: 201 });
      },
    ],
    [
      'DELETE',
      /^\/lab\/faults\/([^/]+)$/,
      async ({ params: [faultId = ''] }) => {
        await atSettled(() => director.endByHand(faultId));
        await changed('world');
        return new Response(null, { status: 204 });
      },
    ],
    [
      'POST',
      /^\/lab\/hosts\/([^/]+)\/crash$/,
      async ({ params: [hostId = ''] }) => {
        requireHost(world, hostId);
        await atSettled(() => world.crashHost(hostId as HostId));
        await changed('world');
        return new Response(null, { status: 204 });
      },
    ],
    [
      'PUT',
      /^\/lab\/hosts\/([^/]+)\/link$/,
      async ({ request, params: [hostId = ''] }) => {
        requireHost(world, hostId);
        const { bitsPerSecond, latencyMs } = await readLabInput(request, linkInput);
        await atSettled(() =>
          world.setLink(hostId as HostId, {
            ...(bitsPerSecond === undefined ? {} : { bitsPerSecond }),
            ...(latencyMs === undefined ? {} : { latencyMs }),
          }),
        );
        await changed('world');
        return new Response(null, { status: 204 });
      },
    ],
  ];
}

function machineRoutes({ world, images, atSettled, changed }: LabParts): Route[] {
  return [
    [
      'POST',
      /^\/lab\/hosts\/([^/]+)\/machines$/,
      async ({ request, url, params: [hostId = ''] }) => {
        const name = url.searchParams.get('name') ?? '';
        if (name === '') throw new LabError(400, 'InvalidInput', 'The query must give a name: ?name=disk.vhdx.');
        if (!request.body) throw new LabError(400, 'InvalidInput', 'The body must be the disk image.');
        requireHost(world, hostId);
        const id = await images.importImage(hostId as HostId, name, request.body);
        await changed('inventory');
        return Response.json({ id }, { status: 201 });
      },
    ],
    [
      'PUT',
      /^\/lab\/machines\/([^/]+)\/workload$/,
      async ({ request, params: [machineId = ''] }) => {
        const { workload } = await readLabInput(request, workloadInput);
        const { vmId } = requireMachine(world, machineId);
        await atSettled(() => world.setWorkload(vmId, workload));
        await changed('world');
        return new Response(null, { status: 204 });
      },
    ],
    [
      'POST',
      /^\/lab\/machines\/([^/]+)\/writes$/,
      async ({ request, params: [machineId = ''] }) => {
        const { diskId, offsetBytes, lengthBytes } = await readLabInput(request, writesInput);
        const machine = requireMachine(world, machineId);
        const disk = requireDisk(machine, diskId);
        await atSettled(() => world.writeAsGuest(machine.vmId, disk.diskId, { offsetBytes, lengthBytes }));
        await changed('world');
        return new Response(null, { status: 204 });
      },
    ],
    [
      'POST',
      /^\/lab\/machines\/([^/]+)\/offlineEdit$/,
      async ({ request, params: [machineId = ''] }) => {
        const { diskId } = await readLabInput(request, offlineEditInput);
        const machine = requireMachine(world, machineId);
        const disk = requireDisk(machine, diskId ?? machine.disks[0]?.diskId ?? '');
        await atSettled(() => world.editDiskOffline(machine.vmId, disk.diskId));
        await changed('world');
        return new Response(null, { status: 204 });
      },
    ],
    [
      'PUT',
      /^\/lab\/machines\/([^/]+)\/disks\/([^/]+)\/size$/,
      async ({ request, params: [machineId = '', diskId = ''] }) => {
        const { sizeBytes } = await readLabInput(request, diskSizeInput);
        const machine = requireMachine(world, machineId);
        const disk = requireDisk(machine, diskId);
        await atSettled(() => world.resizeDisk(machine.vmId, disk.diskId, sizeBytes));
        await changed('inventory');
        return new Response(null, { status: 204 });
      },
    ],
    [
      'GET',
      /^\/lab\/machines\/([^/]+)\/contentPoints$/,
      ({ params: [machineId = ''] }) =>
        Response.json(world.contentPoints(requireMachine(world, machineId).vmId).map(toIso)),
    ],
    [
      'GET',
      /^\/lab\/machines\/([^/]+)\/disks\/([^/]+)\/content$/,
      ({ url, params: [machineId = '', diskId = ''] }) => {
        const machine = requireMachine(world, machineId);
        const disk = requireDisk(machine, diskId);
        const wanted = url.searchParams.get('recoveryPointTime') ?? url.searchParams.get('at');
        const { content, at } = contentOf(world, machine.vmId, disk.diskId, wanted);
        return contentResponse(content, `${machine.name}-${disk.name}`, at);
      },
    ],
  ];
}

/** Content at the newest kept point that is not later than the time asked for; now when none is asked for. */
function contentOf(
  world: World,
  vmId: VmId,
  diskId: DiskId,
  wanted: string | null,
): { content: OpenContent; at: Instant } {
  const at = wanted === null ? null : timeOf(wanted);
  const point = at === null ? null : world.contentPoints(vmId).findLast((each) => each <= at);
  const content = point === undefined ? undefined : world.openSource(vmId, diskId, point);
  if (!content || point === undefined) {
    throw new LabError(
      404,
      'NoSuchContent',
      `The content at ${wanted ?? 'this instant'} is not kept; see contentPoints.`,
    );
  }
  return { content, at: point ?? world.clock.now() };
}

function timeOf(text: string): Instant {
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new LabError(400, 'InvalidInput', `"${text}" is not an ISO 8601 time.`);
  return instant(at);
}

function worldBody({ world, scenario, addressFaults, director, pacer }: LabParts): LabWorld {
  return {
    scenario,
    seed: world.seed,
    now: toIso(world.clock.now()),
    speed: pacer.speed,
    isPaused: pacer.isPaused,
    faults: director.faults(),
    faultPlan: [...addressFaults, ...director.byHand.map(formatFault)],
    hosts: world.hosts().map((host) => ({
      id: host.hostId,
      name: host.name,
      site: host.siteName,
      vmmServer: host.vmmServer,
      linkBitsPerSecond: host.linkBitsPerSecond,
      latencyMs: host.latencyMs,
    })),
    machines: world.machines().map((machine) => ({
      id: machine.vmId,
      name: machine.name,
      hostId: machine.hostId,
      workload: machine.workload,
      isImported: machine.isImported,
      hasCheckpoint: machine.hasCheckpoint,
      disks: machine.disks.map((disk) => ({ id: disk.diskId, name: disk.name, sizeBytes: disk.sizeBytes })),
    })),
  };
}

function scenarioBody({ id, title, story, faults, watch, outcome }: Story): LabScenario {
  return { id, title, story, faults, watch, outcome };
}

function requireHost(world: World, hostId: string): void {
  if (!world.hosts().some((host) => host.hostId === hostId))
    throw new LabError(404, 'NotFound', `There is no host ${hostId}.`);
}

function requireMachine(world: World, machineId: string): ReturnType<World['machines']>[number] {
  const machine = world.machines().find((each) => each.vmId === machineId);
  if (!machine) throw new LabError(404, 'NotFound', `There is no machine ${machineId}.`);
  return machine;
}

function requireDisk<Disk extends { readonly diskId: DiskId }>(
  machine: { readonly name: string; readonly disks: readonly Disk[] },
  diskId: string,
): Disk {
  const disk = machine.disks.find((each) => each.diskId === diskId);
  if (!disk) throw new LabError(404, 'NotFound', `${machine.name} has no disk ${diskId}.`);
  return disk;
}
