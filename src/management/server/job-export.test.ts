import { expect, test } from 'vitest';
import type { Job } from '../../core/jobs/job-model.ts';
import { driveServer, type DrivenServer } from './testing/driven-server.ts';
import { job, T0 } from './testing/records.ts';

interface ExportJob {
  readonly properties: {
    readonly scenarioName: string;
    readonly state: string;
    readonly customDetails: { readonly instanceType: string; readonly blobUri: string };
  };
}

/** Follows the export job's address to its file. */
async function exported({ json, server }: DrivenServer, query: object): Promise<Response> {
  const { properties } = await json<ExportJob>('POST', '/replicationJobs/export', query);
  expect(properties).toMatchObject({ scenarioName: 'ExportJobs', state: 'Succeeded' });
  expect(properties.customDetails.instanceType).toBe('ExportJobDetails');
  return server.handle(new Request(properties.customDetails.blobUri));
}

function driveJobs(): DrivenServer {
  const driven = driveServer();
  const failed = job({
    jobId: 'failed' as Job['jobId'],
    vmName: '=cmd "x", <y> & z',
    state: 'Failed',
    stateDescription: 'Failed',
    endedAt: T0,
    errors: [{ fault: { code: 'NetworkUnreachable', detail: '' }, taskId: null, at: T0 }],
  });
  driven.engine.putJob(failed);
  return driven;
}

test('as JSON: the jobs that the query chooses', async () => {
  const driven = driveJobs();
  const all = await exported(driven, {});
  expect(all.headers.get('content-disposition')).toBe('attachment; filename="jobs-2026-01-05.json"');
  expect(await all.json()).toHaveLength(2);
  const failed = await exported(driven, { jobStatus: 'Failed,Cancelled', jobOutputType: 'Json', timezoneOffset: 90 });
  expect(await failed.json()).toMatchObject([
    { JobId: 'failed', JobName: 'Enable replication', Status: 'Failed', StartTime: '2026-01-05T10:30:00.000+01:30' },
  ]);
});

test('as XML: marks in texts are written as entities', async () => {
  const response = await exported(driveJobs(), { jobStatus: 'Failed', jobOutputType: 'Xml' });
  expect(response.headers.get('content-type')).toBe('application/xml');
  const text = await response.text();
  expect(text).toMatch(/^<\?xml version="1.0" encoding="utf-8"\?>\n<Jobs>\n {2}<Job>\n/);
  expect(text).toContain('<ObjectName>=cmd &quot;x&quot;, &lt;y&gt; &amp; z</ObjectName>');
});

test('for Excel: a table with a byte order mark, in which nothing is a formula', async () => {
  const response = await exported(driveJobs(), { jobStatus: 'Failed', jobOutputType: 'Excel' });
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await response.arrayBuffer());
  const [head, line, rest] = text.split('\r\n');
  expect(head).toMatch(/^\uFEFFJobId,JobName,/);
  expect(line).toContain(`"'=cmd ""x"", <y> & z"`);
  expect(rest).toBe('');
});

test.each([
  { jobOutputType: 'Word' },
  { startTime: 'yesterday' },
  { startTime: '2026-01-06', endTime: '2026-01-05' },
  { timezoneOffset: 9999 },
])('%j is refused before there is a file', async (query) => {
  expect((await driveServer().call('POST', '/replicationJobs/export', query)).status).toBe(400);
});

test('a fabric chooses its own jobs', async () => {
  const driven = driveJobs();
  expect(await (await exported(driven, { fabricId: '/x/replicationFabrics/munich' })).json()).toHaveLength(2);
  expect(await (await exported(driven, { fabricId: 'Rome' })).json()).toEqual([]);
});
