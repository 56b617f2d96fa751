import type { Context } from 'hono';
import { judgeLogSize } from '../../core/tracking/log-size.ts';
import type { DiskReplication, RecoveryPoint } from '../../core/model.ts';
import type { ItemView } from '../../engine/engine-api.ts';
import type { IdentityProof } from '../wire.ts';
import { ArmError, badRequest, notFound } from './arm-error.ts';
import { lastSegment } from './arm-id.ts';
import type { ServerContext } from './context.ts';
import { healthProof, operationsBody, resyncAdviceBody, seriesBody, statisticsBody } from './item-insight.ts';
import { recoveryPointResource } from './item-resource.ts';
import { ITEM_BASES, itemOf } from './item-routes.ts';
import { newestFirstKey, pageOf } from './paging.ts';
import { replicaChunks, sizeAt, replicaDownload } from './replica-content.ts';
import { type App, param, urlOf } from './routes.ts';

/** What lies below a replicated item: ARM's recovery points, and our own sub-resources. */
export function addItemDetailRoutes(app: App, server: ServerContext): void {
  const { engine } = server;
  const open = server.openReplica;
  for (const base of ITEM_BASES) {
    app.get(`${base}/recoverypoints`, (c) => {
      const view = itemOf(c, server);
      const site = server.sites().ofHost(view.item.hostId, view.item.hostName);
      const points = view.item.recoveryPoints.toSorted((a, b) => (pointKey(a) < pointKey(b) ? -1 : 1));
      return c.json(pageOf(points, pointKey, (point) => recoveryPointResource(site, view, point), urlOf(c)));
    });
    app.get(`${base}/recoverypoints/:point`, (c) => {
      const view = itemOf(c, server);
      const site = server.sites().ofHost(view.item.hostId, view.item.hostName);
      return c.json(recoveryPointResource(site, view, pointOf(view, param(c, 'point'))));
    });
    app.get(`${base}/replicadisks`, (c) => c.json(server.meter.disks(itemOf(c, server), engine.now())));
    app.get(`${base}/replicadisks/:disk/content`, (c) => {
      const view = itemOf(c, server);
      const disk = diskOf(view, param(c, 'disk'));
      const point = wantedPoint(c, view);
      return replicaDownload(open(view.item, disk, point), view.item, disk, point);
    });
    app.get(`${base}/operations`, (c) => c.json(operationsBody(itemOf(c, server))));
    app.get(`${base}/healthproof`, (c) => c.json(healthProof(itemOf(c, server), engine.now())));
    app.get(`${base}/statistics`, (c) => c.json(statisticsBody(itemOf(c, server))));
    app.get(`${base}/series`, (c) => {
      const { item } = itemOf(c, server);
      return c.json(seriesBody(engine.series(item.vmId), judgeLogSize(item.disks).machine.limitBytes));
    });
    app.get(`${base}/resyncadvice`, (c) => {
      const view = itemOf(c, server);
      const advice = engine.resyncAdvice(view.item.vmId, wantedRate(c));
      if (!advice) throw noAdvice(view);
      return c.json(resyncAdviceBody(advice, view));
    });
    app.get(`${base}/proof`, async (c) => c.json(await identityProof(server, itemOf(c, server), c)));
  }
}

async function identityProof(server: ServerContext, view: ItemView, c: Context): Promise<IdentityProof> {
  const point = wantedPoint(c, view);
  const disks: IdentityProof['disks'][number][] = [];
  for (const disk of view.item.disks) {
    const chunks = replicaChunks(server.openReplica(view.item, disk, point), sizeAt(disk, point));
    const replicaSha256 = await server.options.sha256(chunks);
    disks.push({ id: disk.diskId, recoveryPoint: point?.recoveryPointId ?? null, replicaSha256 });
  }
  return { disks };
}

function pointKey(point: RecoveryPoint): string {
  return newestFirstKey(point.time, point.recoveryPointId);
}

function pointOf(view: ItemView, name: string): RecoveryPoint {
  const wanted = lastSegment(name).toLowerCase();
  const point = view.item.recoveryPoints.find((each) => each.recoveryPointId.toLowerCase() === wanted);
  if (!point) throw notFound('recovery point', name);
  return point;
}

/** The recovery point of `?recoveryPoint=`, else the latest: the base blob may be in the middle of a cycle. */
function wantedPoint(c: Context, view: ItemView): RecoveryPoint | null {
  const name = c.req.query('recoveryPoint');
  return name ? pointOf(view, name) : (view.item.recoveryPoints.at(-1) ?? null);
}

/** The rate of `?bandwidthBitsPerSecond=`; undefined: the one in force. */
export function wantedRate(c: Context): number | undefined {
  const text = c.req.query('bandwidthBitsPerSecond');
  if (text === undefined) return undefined;
  const rate = Number(text);
  if (Number.isFinite(rate) && rate > 0) return rate;
  throw badRequest('InvalidParameter', `bandwidthBitsPerSecond must be a number above 0, got "${text}".`);
}

function diskOf(view: ItemView, name: string): DiskReplication {
  const wanted = name.toLowerCase();
  const disk = view.item.disks.find(
    (each) => each.diskId.toLowerCase() === wanted || each.name.toLowerCase() === wanted,
  );
  if (!disk) throw notFound('replica disk', name);
  return disk;
}

function noAdvice(view: ItemView): ArmError {
  return new ArmError(409, {
    code: 'NoResyncAdvice',
    message: `There is nothing to resynchronize on '${view.item.vmName}' yet.`,
    possibleCauses: 'Its initial replication has not been completed.',
    recommendedAction: 'Wait until the machine is protected.',
  });
}
