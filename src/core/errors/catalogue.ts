/**
 * The closed catalogue of errors: what each fault means to the law (class), and its
 * two layers of text as ARM shows them: the service's advice and the provider's words.
 * Classes after the Azure documentation's lists of recoverable and non-recoverable errors; codes as
 * published, else our own "LS…" numbers.
 */
import type { ResyncCause } from '../model.ts';
import type { CatalogueEntry, FaultClass, ProviderLayer, ServiceLayer } from './catalogue-entry.ts';
import type { FaultCode, FaultReport } from './fault.ts';
import { COMPUTE_FAULTS } from './compute-faults.ts';
import { HOST_FAULTS } from './host-faults.ts';
import { LOG_FAULTS } from './log-faults.ts';
import { NETWORK_FAULTS } from './network-faults.ts';
import { STORAGE_FAULTS } from './storage-faults.ts';

/** A fault in words, both layers filled in. */
export interface FaultTexts extends ServiceLayer {
  readonly provider: ProviderLayer;
}

export const CATALOGUE: Readonly<Record<FaultCode, CatalogueEntry>> = {
  ...NETWORK_FAULTS,
  ...STORAGE_FAULTS,
  ...HOST_FAULTS,
  ...LOG_FAULTS,
  ...COMPUTE_FAULTS,
};

export function classOf(code: FaultCode): FaultClass {
  return CATALOGUE[code].class;
}

/** Why a fault of class resync requires a resynchronization; null for the other classes. */
export function resyncCauseOf(code: FaultCode): ResyncCause | null {
  const entry = CATALOGUE[code];
  return entry.class === 'resync' ? entry.resyncCause : null;
}

/** Both layers of a fault that befell `subject` (a machine's name). */
export function describe(fault: FaultReport, subject: string): FaultTexts {
  const { service, provider, variants } = CATALOGUE[fault.code];
  const { providerMessage = provider.message, ...exact } = variants?.[fault.providerCode ?? Number.NaN] ?? {};
  const texts = { ...service, ...exact };
  // A replacer function, because a machine's name may hold "$&".
  const fill = (text: string): string => text.replaceAll('{subject}', () => subject);
  return {
    code: texts.code,
    isPublished: texts.isPublished,
    message: fill(texts.message),
    possibleCauses: fill(texts.possibleCauses),
    recommendedAction: fill(texts.recommendedAction),
    provider: {
      errorCode: fault.providerCode ?? provider.errorCode,
      errorId: provider.errorId,
      message: `${fill(providerMessage)} ${fault.detail}`,
    },
  };
}
