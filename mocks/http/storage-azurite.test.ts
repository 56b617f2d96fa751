import { afterAll, describe, expect, test } from 'vitest';
import { createMd5 } from '../../src/adapters/md5/md5.ts';
import { createStoragePageBlob } from '../../src/adapters/storage-pageblob/storage-pageblob.ts';
import { describeStorage } from '../../src/adapters/testing/storage-contract.ts';
import { newCall } from '../../src/adapters/testing/call.ts';
import { expectFault } from '../../src/adapters/testing/fault-matcher.ts';
import { instant } from '../../src/base/units.ts';
import { startAzurite } from './node/azurite.ts';
import type { Azurite } from './node/azurite.ts';

const now = () => instant(Date.UTC(2026, 0, 1));

if (process.env.LOCKSTEP_NO_AZURITE) {
  test('Azurite is left out, as LOCKSTEP_NO_AZURITE is set', ({ skip }) => skip());
} else {
  let started: Promise<Azurite> | undefined;
  const azurite = (): Promise<Azurite> => (started ??= startAzurite());
  afterAll(async () => (await started)?.close());

  const quirks = { hasETagPerWrite: true, isLeasedBlobKept: true, tellsChanges: false, canResize: false };
  describeStorage('Azurite', quirks, async () => {
    const { accountUrl } = await azurite();
    const storage = createStoragePageBlob({ fetch, accountUrl, md5: await createMd5(), now });
    return { storage, close: () => undefined };
  });

  describe('Azurite, apart from the contract', () => {
    test('a body that is not what its MD5 says is refused, and so is a wrong signature', async () => {
      const { accountUrl } = await azurite();
      const md5 = async (): Promise<string> => 'AAAAAAAAAAAAAAAAAAAAAA==';
      const storage = createStoragePageBlob({ fetch, accountUrl, md5, now });
      const blob = { container: 'md5', name: 'disk' };
      await storage.createContainer(blob.container, newCall());
      await storage.createPageBlob(blob, 4096, newCall());
      const write = storage.putPages(blob, 0, new Uint8Array(512), {}, { kind: 'cloud' }, newCall());
      expect((await expectFault(write, 'ChecksumMismatch')).providerCode).toBe(400);

      const unsigned = accountUrl.replace(/sig=[^&]*/, 'sig=AAAA');
      const stranger = createStoragePageBlob({ fetch, accountUrl: unsigned, md5, now });
      const report = await expectFault(stranger.getProperties(blob, newCall()), 'StorageAuthorization');
      expect(report.detail).not.toContain('sig=');
    });
  });
}
