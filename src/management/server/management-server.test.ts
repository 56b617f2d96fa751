import { describe, expect, test } from 'vitest';
import { API_VERSION, VAULT_PATH } from '../wire.ts';
import { driveServer } from './testing/driven-server.ts';
import { VM_1 } from './testing/records.ts';

interface ErrorBody {
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly details: readonly Record<string, unknown>[];
  };
}

const get = (path: string, headers: Record<string, string> = {}): Request =>
  new Request(`https://lockstep.test${path}`, { headers });

describe('every request', () => {
  test('needs an api-version', async () => {
    const { server } = driveServer();
    const response = await server.handle(get(`${VAULT_PATH}/replicationFabrics`));
    expect(response.status).toBe(400);
    const { error } = (await response.json()) as ErrorBody;
    expect(error.code).toBe('BadRequest');
    expect(error.details[0]).toMatchObject({ code: 'MissingApiVersionParameter' });
  });

  test('refuses an api-version that is no date', async () => {
    const { server } = driveServer();
    const response = await server.handle(get(`${VAULT_PATH}/replicationFabrics?api-version=latest`));
    expect(response.status).toBe(400);
    expect(((await response.json()) as ErrorBody).error.details[0]).toMatchObject({
      code: 'InvalidApiVersionParameter',
    });
  });

  test('may spell its path in any case', async () => {
    const { server } = driveServer();
    const path = `${VAULT_PATH.toUpperCase()}/REPLICATIONPROTECTEDITEMS/${VM_1.toUpperCase()}?api-version=${API_VERSION}`;
    const response = await server.handle(get(path));
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ name: VM_1 });
  });

  test('gets an error body with all of ARM’s fields', async () => {
    const { server } = driveServer();
    const request = get(`${VAULT_PATH}/replicationJobs/none?api-version=${API_VERSION}`, {
      'x-ms-client-request-id': 'abc',
    });
    const response = await server.handle(request);
    expect(response.status).toBe(404);
    const { error } = (await response.json()) as ErrorBody;
    expect(Object.keys(error)).toEqual(['code', 'message', 'details']);
    expect(Object.keys(error.details[0] ?? {})).toEqual([
      'code',
      'message',
      'possibleCauses',
      'recommendedAction',
      'clientRequestId',
      'activityId',
    ]);
    expect(error.details[0]).toMatchObject({ clientRequestId: 'abc' });
    expect(response.headers.get('x-ms-client-request-id')).toBe('abc');
  });

  test('outside the vault is not found', async () => {
    const { server } = driveServer();
    const other = VAULT_PATH.replace('contoso', 'fabrikam');
    expect((await server.handle(get(`${other}/replicationFabrics?api-version=${API_VERSION}`))).status).toBe(404);
    expect((await server.handle(get('/')))?.status).toBe(404);
  });

  test('under /lab goes to the lab, and is not found without one', async () => {
    const withLab = driveServer({ lab: async () => Response.json({ isLab: true }) });
    expect(await (await withLab.server.handle(get('/lab/world'))).json()).toEqual({ isLab: true });
    expect((await driveServer().server.handle(get('/lab/world'))).status).toBe(404);
  });
});

test('a defect is answered with 500 and its message, not with silence', async () => {
  const driven = driveServer();
  driven.engine.policies = () => {
    throw new Error('broken invariant');
  };
  const response = await driven.call('GET', '/replicationPolicies');
  expect(response.status).toBe(500);
  expect(((await response.json()) as ErrorBody).error.message).toBe('broken invariant');
});
