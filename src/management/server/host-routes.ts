import type { Context } from 'hono';
import { toIso } from '../../base/units.ts';
import { silencesOf } from '../../core/infrastructure/heartbeats.ts';
import { versionStateOf } from '../../core/infrastructure/versions.ts';
import { validateBandwidth } from '../../core/policy/bandwidth.ts';
import type { HostInventory } from '../../core/ports.ts';
import type { HostBandwidthSchedule, HostDetail } from '../wire.ts';
import { badRequest, notFound } from './arm-error.ts';
import { bandwidthForecastBody } from './bandwidth-forecast-resource.ts';
import type { ServerContext } from './context.ts';
import { bandwidthInput, readInput } from './inputs.ts';
import { type App, param } from './routes.ts';

/** Hyper-V hosts, which ARM shows by their names only: versions, volumes, and the agent's throttle. */
export function addHostRoutes(app: App, server: ServerContext): void {
  const { engine } = server;
  for (const base of ['/hosts', '/replicationfabrics/:fabric/hosts'] as const) {
    app.get(base, (c) => c.json({ value: hostsOf(c, server).map((host) => hostDetail(server, host)) }));
    app.get(`${base}/:host`, (c) => c.json(hostDetail(server, hostOf(c, server))));
    app.get(`${base}/:host/bandwidth`, (c) => c.json({ schedule: engine.bandwidth(hostOf(c, server).hostId) }));
    app.put(`${base}/:host/bandwidth`, async (c) => {
      const { hostId } = hostOf(c, server);
      const { schedule } = await readInput(c.req.raw, bandwidthInput);
      await server.dispatch({ kind: 'setBandwidth', hostId, schedule });
      return c.json({ schedule: engine.bandwidth(hostId) });
    });
    app.post(`${base}/:host/bandwidthforecast`, async (c) => {
      const { hostId } = hostOf(c, server);
      const { schedule } = await readInput(c.req.raw, bandwidthInput);
      const [error] = schedule ? validateBandwidth(schedule) : [];
      if (error) throw badRequest('InvalidInput', error.message);
      return c.json(bandwidthForecastBody(engine.insight.bandwidthForecast(hostId, schedule), engine.now()));
    });
  }
}

/** All hosts, or those of the site that the path names. */
function hostsOf(c: Context, server: ServerContext): readonly HostInventory[] {
  const fabric = c.req.param('fabric');
  if (fabric === undefined) return server.engine.inventory();
  const sites = server.sites();
  return sites.hostsOf(server.site(sites, fabric));
}

/** A host by its id or name. */
function hostOf(c: Context, server: ServerContext): HostInventory {
  const name = param(c, 'host').toLowerCase();
  const host = hostsOf(c, server).find((each) => [each.hostId, each.name].some((word) => word.toLowerCase() === name));
  if (!host) throw notFound('host', param(c, 'host'));
  return host;
}

function hostDetail(server: ServerContext, host: HostInventory): HostDetail {
  const { engine } = server;
  const bandwidth: HostBandwidthSchedule | null = engine.bandwidth(host.hostId);
  const silent = new Set(silencesOf(host, engine.now()).map(({ serverName }) => serverName));
  return {
    id: host.hostId,
    name: host.name,
    site: host.siteName,
    fabricName: server.sites().ofHost(host.hostId, host.name).fabric,
    fabricKind: host.fabricKind,
    providerVersion: host.providerVersion,
    agentVersion: host.agentVersion,
    providerVersionState: versionStateOf('provider', host.providerVersion),
    agentVersionState: versionStateOf('agent', host.agentVersion),
    vmmServer: host.vmmServer
      ? {
          name: host.vmmServer.name,
          lastHeartbeat: toIso(host.vmmServer.lastHeartbeatAt),
          isSilent: silent.has(host.vmmServer.name),
        }
      : null,
    lastHeartbeat: toIso(host.lastHeartbeatAt),
    isSilent: silent.has(host.name),
    utcOffsetMinutes: host.utcOffsetMinutes,
    volumes: host.volumes,
    machineCount: host.machines.length,
    protectedCount: host.machines.filter((machine) => engine.item(machine.vmId) !== undefined).length,
    bandwidth,
  };
}
