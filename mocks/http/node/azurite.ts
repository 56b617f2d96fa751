import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const entry = join(root, 'e2e/azurite/node_modules/azurite/dist/src/blob/main.js');

/** Azurite's account and key, which are public and the same everywhere. */
const account = 'devstoreaccount1';
const key = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

/** Our end of its standard input closes however we end, also when we are killed: then Azurite ends as well. */
const dieWithParent = `process.stdin.resume().on('end', () => process.exit()); require(process.argv[1]);`;

export interface Azurite {
  /** Blob endpoint with an account SAS that allows everything until 2099. */
  readonly accountUrl: string;
  close(): Promise<void>;
}

/** Starts Azurite on a free port, in memory, without telemetry. Fails with the command that installs it when it is missing. */
export async function startAzurite(): Promise<Azurite> {
  if (!existsSync(entry)) {
    throw new Error(
      'Azurite is not installed. Run `npm ci --prefix e2e/azurite`, or set LOCKSTEP_NO_AZURITE=1 to leave its tests out.',
    );
  }
  const port = await freePort();
  const options = ['--inMemoryPersistence', '--skipApiVersionCheck', '--disableTelemetry', '--blobPort', String(port)];
  const child = spawn(process.execPath, ['--eval', dieWithParent, entry, ...options], { stdio: 'pipe' });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let output = '';
  await new Promise<void>((resolve, reject) => {
    let isReady = false;
    // Heard to the end, so that its access log does not fill the pipe; kept until it is ready.
    const listen = (chunk: Buffer): void => {
      if (isReady) return;
      output += chunk.toString();
      isReady = output.includes('successfully listen');
      if (isReady) resolve();
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    void exited.then(() => reject(new Error(`Azurite ended before it was ready: ${output}`)));
  });
  return {
    accountUrl: `http://127.0.0.1:${port}/${account}?${accountSas()}`,
    async close() {
      // It holds nothing worth saving, and asked politely it would wait for idle connections to end.
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** An account SAS for blobs: all resource types, all permissions. */
function accountSas(): string {
  const version = '2021-12-02';
  const parts = { sp: 'rwdlacx', ss: 'b', srt: 'sco', st: '2020-01-01T00:00:00Z', se: '2099-01-01T00:00:00Z' };
  // Account, permissions, services, types, start, expiry, addresses, protocols, version, encryption scope.
  const signed = [account, parts.sp, parts.ss, parts.srt, parts.st, parts.se, '', 'https,http', version, '', ''].join(
    '\n',
  );
  const signature = createHmac('sha256', Buffer.from(key, 'base64')).update(signed, 'utf8').digest('base64');
  return new URLSearchParams({ sv: version, ...parts, spr: 'https,http', sig: signature }).toString();
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
