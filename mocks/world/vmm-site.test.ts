import { expect, test } from 'vitest';
import { benchOf } from './testing/world-bench.ts';

test('[IN1] the branch of contoso stands behind a VMM server that a host’s troubles leave alone', async () => {
  const { world, clock } = benchOf({ scenario: 'contoso' });
  const branch = () => world.inventory().filter(({ fabricKind }) => fabricKind === 'VMM');
  expect(branch().map(({ name, siteName, vmmServer }) => [name, siteName, vmmServer?.name])).toEqual([
    ['HV-BR-01', 'Contoso-Branch', 'VMM-BR-01'],
  ]);
  expect(branch()[0]?.machines.map(({ name }) => name)).toEqual(['MON01', 'TS01']);
  const since = clock.now();
  world.startFault('linkDown', branch()[0]?.hostId ?? '');
  await clock.runFor(600_000);
  expect(branch()[0]).toMatchObject({ lastHeartbeatAt: since, vmmServer: { lastHeartbeatAt: since + 600_000 } });
});
