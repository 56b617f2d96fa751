import type { HostBandwidthSchedule } from '../wire.ts';
import type {
  BandwidthForecast,
  BulkResyncAnswer,
  BulkResyncRequest,
  HostFlows,
  ItemDifferences,
  ItemOutlook,
  LogOutlooks,
  ResyncCalendar,
  ResyncPlans,
  RootCauses,
  RpoBand,
} from '../wire-insight.ts';

/** What the portal asks beyond Azure's questions: where things are heading, what they have in common. */
export interface InsightClient {
  getOutlook(itemId: string): Promise<ItemOutlook>;
  /** The `top` items whose logs reach their limit next. */
  getLogOutlooks(top: number): Promise<LogOutlooks>;
  getRpoBand(): Promise<RpoBand>;
  getResyncCalendar(): Promise<ResyncCalendar>;
  getRootCauses(): Promise<RootCauses>;
  /** With a rate: on such a line, or under such a throttle. */
  getResyncPlans(itemId: string, bandwidthBitsPerSecond?: number): Promise<ResyncPlans>;
  /** Or, as a dry run, what would become of it. */
  resynchronizeMany(request: BulkResyncRequest): Promise<BulkResyncAnswer>;
  getDifferences(itemId: string): Promise<ItemDifferences>;
  /** Were the host throttled so (null: not at all); refused (400) where such a throttle would be. */
  getBandwidthForecast(hostId: string, schedule: HostBandwidthSchedule | null): Promise<BandwidthForecast>;
  getHostFlows(): Promise<HostFlows>;
}
