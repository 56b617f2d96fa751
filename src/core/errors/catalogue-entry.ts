import type { ResyncCause } from '../model.ts';

/** recoverable: retried by the ladder. nonRecoverable: the administrator. resync: only a resynchronization mends it. */
export type FaultClass = 'recoverable' | 'nonRecoverable' | 'resync';

/** Where the fault sits: health asks whether network or storage keep the primary from sending. */
export type FaultArea = 'network' | 'storage' | 'host' | 'log' | 'compute';

/** Advice of the service; `{subject}` stands for the machine's name. */
export interface ServiceLayer {
  readonly code: string;
  /** false: no code is published for this case, and the number is ours. */
  readonly isPublished: boolean;
  readonly message: string;
  readonly possibleCauses: string;
  readonly recommendedAction: string;
}

/** What the provider says: WMI return code, HTTP status or HRESULT, unless the fault brings its own. */
export interface ProviderLayer {
  readonly errorCode: number;
  readonly errorId: string;
  readonly message: string;
}

interface EntryBase {
  readonly area: FaultArea;
  readonly service: ServiceLayer;
  readonly provider: ProviderLayer;
  /** Texts that a known provider code makes more exact. */
  readonly variants?: Readonly<Record<number, Partial<ServiceLayer> & { readonly providerMessage: string }>>;
}

export type CatalogueEntry =
  | (EntryBase & { readonly class: 'recoverable' | 'nonRecoverable' })
  | (EntryBase & { readonly class: 'resync'; readonly resyncCause: ResyncCause });
