/** What the vault takes: every function answers why not, as one sentence, or null. */
import type { AlertSettings, VaultSetting } from './vault.ts';

/** More addresses than this are a mailing list's business. Ours. */
export const MAX_ALERT_ADDRESSES = 20;
/** RFC 5321: 64 before the @, 254 in all. */
const MAX_ADDRESS_LENGTH = 254;
const LOCAL_PART = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const DOMAIN = /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]$/;
const LOCALE = /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/;
/** A resource's name, which stands in its address. */
const RESOURCE_NAME = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?$/;
/** ARM id of a virtual network. */
const NETWORK_ID =
  /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Network\/virtualNetworks\/[^/]+$/i;

export function alertSettingsError({ name, customEmailAddresses, locale }: AlertSettings): string | null {
  const badName = resourceNameError(name);
  if (badName !== null) return badName;
  if (customEmailAddresses.length > MAX_ALERT_ADDRESSES) {
    return `At most ${MAX_ALERT_ADDRESSES} e-mail addresses can be named, got ${customEmailAddresses.length}.`;
  }
  const bad = customEmailAddresses.find((address) => !isEmailAddress(address));
  if (bad !== undefined) return `'${bad}' is not an e-mail address.`;
  const folded = customEmailAddresses.map((address) => address.toLowerCase());
  const twice = customEmailAddresses.find((_, index) => folded.indexOf(folded[index] ?? '') !== index);
  if (twice !== undefined) return `The e-mail address '${twice}' is named twice.`;
  return LOCALE.test(locale) ? null : `The locale '${locale}' is not a language tag such as en-US.`;
}

export function vaultSettingError({ name }: VaultSetting): string | null {
  return resourceNameError(name);
}

export function resourceNameError(name: string): string | null {
  return RESOURCE_NAME.test(name)
    ? null
    : 'A name has 1 to 64 letters, digits, dots, hyphens and underscores, and begins and ends with a letter or digit.';
}

export function recoveryNetworkError(recoveryNetworkId: string): string | null {
  return NETWORK_ID.test(recoveryNetworkId)
    ? null
    : `'${recoveryNetworkId}' is not the ARM id of a virtual network in Azure.`;
}

/** An address that mail can be sent to: ASCII, no quoted names, a domain of at least two labels. */
export function isEmailAddress(text: string): boolean {
  const at = text.lastIndexOf('@');
  const local = text.slice(0, Math.max(0, at));
  return (
    text.length <= MAX_ADDRESS_LENGTH && local.length <= 64 && LOCAL_PART.test(local) && DOMAIN.test(text.slice(at + 1))
  );
}
