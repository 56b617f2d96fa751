import { createServer } from 'node:net';
import { defineConfig } from '@playwright/test';
import { prepareFixedFonts } from './scripts/lib/fixed-fonts.mjs';
import { findChromium } from './scripts/lib/programs.mjs';

/** Playwright loads this file again in each of its workers; the first sets the port for all. */
process.env['LOCKSTEP_E2E_PORT'] ??= String(await findFreePort());
const port = Number(process.env['LOCKSTEP_E2E_PORT']);
process.env['LOCKSTEP_E2E_FONTS'] ??= prepareFixedFonts() ?? '';
const baseURL = `http://127.0.0.1:${port}`;

const executablePath = findChromium();
if (executablePath === null) throw new Error('No Chromium found: install it, or name it in LOCKSTEP_CHROMIUM');

/** No sandbox: root in a container has none. The rest keeps the browser from the network. */
const chromiumFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  globalSetup: './e2e/support/global-setup.ts',
  fullyParallel: true,
  forbidOnly: process.env['CI'] !== undefined,
  // A test that passes at the second try has found a bug.
  retries: 0,
  workers: 2,
  timeout: 180_000,
  expect: { timeout: 20_000 },
  outputDir: 'test-results',
  use: {
    baseURL,
    actionTimeout: 30_000,
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'UTC',
    // Snapshots of the page at every call would cost more than the tests themselves.
    trace: { mode: 'retain-on-failure', snapshots: false, screenshots: false },
    screenshot: 'only-on-failure',
    launchOptions: { executablePath, args: chromiumFlags },
  },
  // Pictures are no tests: `npm run shots` asks for them.
  projects: process.env['LOCKSTEP_SHOTS']
    ? [{ name: 'shots', testDir: 'e2e/shots' }]
    : [
        { name: 'browser', testIgnore: ['headless.spec.ts', 'shots/**', 'visual/**'] },
        { name: 'headless', testMatch: 'headless.spec.ts' },
        {
          name: 'visual',
          testDir: 'e2e/visual',
          snapshotPathTemplate: '{testDir}/pictures/{arg}{ext}',
          use: {
            viewport: { width: 1280, height: 800 },
            launchOptions: {
              executablePath,
              args: [...chromiumFlags, '--font-render-hinting=none', '--force-color-profile=srgb'],
              env: { ...process.env, FONTCONFIG_FILE: process.env['LOCKSTEP_E2E_FONTS'] },
            },
          },
        },
      ],
  webServer: {
    command: `node scripts/start.mjs --port ${port}`,
    url: baseURL,
    reuseExistingServer: false,
    timeout: 180_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 5_000 },
  },
});

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
        else reject(new Error('no free port'));
      });
    });
  });
}
