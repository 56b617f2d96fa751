import type { HostId } from '../../src/core/model.ts';
import { routeOf } from './route.ts';
import type { Traffic } from './simulated-fetch.ts';

/**
 * Which link an exchange crosses. Lockstep stands in for the agent that runs on each host: what it reads
 * from disks and logs there has not left the host yet, and crosses the link when it is written to storage.
 * Checksums do cross it: they are compared with those of the replica, in the cloud.
 */
export function trafficBetween(hostsUrl: string): (request: Request) => Traffic {
  const hosts = `${hostsUrl.replace(/\/+$/, '')}/hosts`;
  return (request) => {
    if (request.url.startsWith(hosts)) {
      const [path = ''] = request.url.slice(hosts.length).split('?');
      const hostId = path.split('/')[1];
      const link = hostId ? (decodeURIComponent(hostId) as HostId) : 'cloud';
      return { link, isAnswerCarried: !path.endsWith('/content') };
    }
    const route = routeOf(request.headers);
    return { link: route.kind === 'host' ? route.hostId : 'cloud', isAnswerCarried: true };
  };
}
