import { commonStrings } from './en/common.ts';
import { downloadStrings } from './en/download.ts';
import { errorStrings } from './en/errors.ts';
import { failoverStrings } from './en/failover.ts';
import { importDiskStrings } from './en/import-disk.ts';
import { insightStrings } from './en/insight.ts';
import { itemStrings } from './en/item.ts';
import { itemsStrings } from './en/items.ts';
import { jobStrings } from './en/jobs.ts';
import { labStrings } from './en/lab.ts';
import { listStrings } from './en/lists.ts';
import { manageStrings } from './en/manage.ts';
import { mappingStrings } from './en/mappings.ts';
import { overviewStrings } from './en/overview.ts';
import { protectStrings } from './en/protect.ts';
import { recoveryPlanStrings } from './en/recovery-plans.ts';
import { resyncStrings } from './en/resync.ts';
import { settingsStrings } from './en/settings.ts';
import { shellStrings } from './en/shell.ts';
import { vaultStrings } from './en/vault.ts';

/** Every visible text of the portal, by key. One file per feature in `en/`; a translation is a second object of this type. */
export const en = {
  ...commonStrings,
  ...shellStrings,
  ...overviewStrings,
  ...itemsStrings,
  ...itemStrings,
  ...jobStrings,
  ...listStrings,
  ...errorStrings,
  ...settingsStrings,
  ...downloadStrings,
  ...importDiskStrings,
  ...labStrings,
  ...protectStrings,
  ...resyncStrings,
  ...failoverStrings,
  ...manageStrings,
  ...insightStrings,
  ...recoveryPlanStrings,
  ...vaultStrings,
  ...mappingStrings,
} as const;
