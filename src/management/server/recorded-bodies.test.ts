/**
 * Agreement with recorded answers of the real service, field for field. The recordings are not part
 * of this project: the folder that holds them is named in LOCKSTEP_FIXTURES, and without it these
 * tests are skipped. Values that matter are stated in the other tests.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { driveServer } from './testing/driven-server.ts';
import { JOB_1, job, T0, VM_1 } from './testing/records.ts';

const folder = process.env['LOCKSTEP_FIXTURES'] ?? '';

function recorded(name: string): unknown {
  const { body } = JSON.parse(readFileSync(join(folder, 'recorded', name), 'utf8')) as { body: unknown };
  return body;
}

/** Paths of all fields, arrays by their first element: `properties.tasks[].taskId`. */
function fieldsOf(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.length === 0 ? [] : fieldsOf(value[0], `${path}[]`);
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, each]) => [
    path === '' ? key : `${path}.${key}`,
    ...fieldsOf(each, path === '' ? key : `${path}.${key}`),
  ]);
}

function missingFields(expected: unknown, actual: unknown): string[] {
  const present = new Set(fieldsOf(actual));
  // A simulated machine has no network adapters: their fields cannot appear.
  return [...new Set(fieldsOf(expected))].filter((field) => !present.has(field) && !field.includes('vmNics[]'));
}

describe.skipIf(folder === '')('recorded bodies (LOCKSTEP_FIXTURES)', () => {
  test('a replicated item', async () => {
    const { value } = recorded('replicationProtectedItem-HyperVReplicaAzure-Protected.json') as { value: unknown[] };
    expect(missingFields(value[0], await driveServer().json('GET', `/replicationProtectedItems/${VM_1}`))).toEqual([]);
  });

  test.each(['InProgress', 'Succeeded'] as const)('a job that is %s', async (state) => {
    const driven = driveServer();
    if (state === 'Succeeded') driven.engine.putJob(job({ state, stateDescription: 'Completed', endedAt: T0 }));
    const body = await driven.json<{ properties: object }>('GET', `/replicationJobs/${JOB_1}`);
    const expected = recorded(`job-EnableDr-${state}.json`) as { properties: object };
    expect(missingFields(expected, body)).toEqual([]);
    expect(Object.keys(body.properties).toSorted()).toEqual(Object.keys(expected.properties).toSorted());
  });

  test('lists of jobs and policies', async () => {
    const driven = driveServer();
    driven.engine.putJob(job({ state: 'Succeeded', stateDescription: 'Completed', endedAt: T0 }));
    expect(missingFields(recorded('jobs-list-excerpt.json'), await driven.json('GET', '/replicationJobs'))).toEqual([]);
    expect(
      missingFields(recorded('replicationPolicies-list.json'), await driven.json('GET', '/replicationPolicies')),
    ).toEqual([]);
  });

  test('a protectable item', async () => {
    const body = await driveServer().json('GET', `/replicationFabrics/Munich/replicationProtectableItems/${VM_1}`);
    expect(missingFields(recorded('replicationProtectableItem-get.json'), body)).toEqual([]);
  });
});
