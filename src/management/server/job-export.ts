/** Jobs as a file: JSON, XML, or a table that spreadsheets read. */
import { toIso } from '../../base/units.ts';
import { describe } from '../../core/errors/catalogue.ts';
import { SCENARIOS } from '../../core/jobs/scenarios.ts';
import type { Job } from '../../core/jobs/job-model.ts';

export type ExportFormat = 'Json' | 'Xml' | 'Excel';

const COLUMNS = [
  'JobId',
  'JobName',
  'ScenarioName',
  'Status',
  'StatusDescription',
  'ObjectName',
  'ObjectId',
  'StartTime',
  'EndTime',
  'ErrorCode',
  'ErrorMessage',
] as const;
type ExportedJob = Readonly<Record<(typeof COLUMNS)[number], string>>;

/** The file's media type and content. `offsetMinutes` east of UTC is what its times are told in. */
export function exportJobs(
  jobs: readonly Job[],
  format: ExportFormat,
  offsetMinutes: number,
): { readonly contentType: string; readonly extension: string; readonly content: string } {
  const rows = jobs.map((job) => exported(job, offsetMinutes));
  if (format === 'Json') {
    return { contentType: 'application/json', extension: 'json', content: JSON.stringify(rows, null, 2) };
  }
  if (format === 'Xml') return { contentType: 'application/xml', extension: 'xml', content: xmlOf(rows) };
  return { contentType: 'text/csv; charset=utf-8', extension: 'csv', content: csvOf(rows) };
}

function exported(job: Job, offsetMinutes: number): ExportedJob {
  const error = job.errors.at(-1);
  const text = error && describe(error.fault, error.vmName ?? job.vmName);
  return {
    JobId: job.jobId,
    JobName: SCENARIOS[job.scenarioName].friendlyName,
    ScenarioName: job.scenarioName,
    Status: job.state,
    StatusDescription: job.stateDescription,
    ObjectName: job.vmName,
    ObjectId: job.vmId,
    StartTime: localTime(job.startedAt, offsetMinutes),
    EndTime: job.endedAt === null ? '' : localTime(job.endedAt, offsetMinutes),
    ErrorCode: text?.code ?? '',
    ErrorMessage: text?.message ?? '',
  };
}

/** ISO 8601 with the offset: the same instant, told by the reader's clock. */
function localTime(at: Job['startedAt'], offsetMinutes: number): string {
  if (offsetMinutes === 0) return toIso(at);
  const shifted = new Date(at + offsetMinutes * 60_000).toISOString().slice(0, -1);
  const size = Math.abs(offsetMinutes);
  const two = (count: number): string => String(count).padStart(2, '0');
  return `${shifted}${offsetMinutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

const XML_ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function xmlOf(rows: readonly ExportedJob[]): string {
  const jobs = rows.map((row) => {
    const fields = COLUMNS.map((column) => `    <${column}>${xmlText(row[column])}</${column}>\n`);
    return `  <Job>\n${fields.join('')}  </Job>\n`;
  });
  return `<?xml version="1.0" encoding="utf-8"?>\n<Jobs>\n${jobs.join('')}</Jobs>\n`;
}

/** XML 1.0 has no way to write most control characters: they are left out. */
function xmlText(text: string): string {
  const legal = Array.from(text).filter((each) => each >= ' ' || each === '\t' || each === '\n');
  return legal.map((each) => XML_ENTITIES[each] ?? each).join('');
}

const BYTE_ORDER_MARK = '\uFEFF';
/** What a spreadsheet would take for a formula when a cell begins with it. */
const FORMULA_START = /^[=+\-@\t\r]/;

/** RFC 4180 in UTF-8 with a byte order mark, so that Excel reads umlauts and runs nothing. */
function csvOf(rows: readonly ExportedJob[]): string {
  const lines = [COLUMNS, ...rows.map((row) => COLUMNS.map((column) => row[column]))];
  return BYTE_ORDER_MARK + lines.map((line) => `${line.map(csvCell).join(',')}\r\n`).join('');
}

function csvCell(text: string): string {
  const harmless = FORMULA_START.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
