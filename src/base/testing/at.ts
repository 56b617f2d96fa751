import { instant, type Instant } from '../units.ts';

/** The instant that an ISO 8601 text names. */
export const at = (iso: string): Instant => instant(Date.parse(iso));
