/** IPv4 prefixes in CIDR notation ("10.9.0.0/24"), and the addresses that machines in Azure can have in them. */

/** An IPv4 address as a number, 0 to 2^32 − 1; null: the text is none. */
export function parseIpv4(text: string): number | null {
  const parts = text.split('.');
  if (parts.length !== 4) return null;
  let address = 0;
  for (const part of parts) {
    if (!/^(?:0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return null;
    address = address * 256 + Number(part);
  }
  return address;
}

export function formatIpv4(address: number): string {
  return [24, 16, 8, 0].map((bits) => Math.floor(address / 2 ** bits) % 256).join('.');
}

/** At the start of a subnet: its own address, the gateway and two for name service; at its end: the broadcast. */
const [RESERVED_AT_START, RESERVED_AT_END] = [4, 1];

/**
 * The first and last address that a machine can have in a subnet of Azure, which keeps the first four and
 * the last to itself [Azure docs: virtual network FAQ]. null: no IPv4 prefix, or none is left.
 */
export function assignableRange(addressPrefix: string): readonly [first: number, last: number] | null {
  const [network = '', length = '', ...rest] = addressPrefix.split('/');
  const start = parseIpv4(network);
  if (start === null || rest.length > 0 || !/^\d{1,2}$/.test(length) || Number(length) > 32) return null;
  const size = 2 ** (32 - Number(length));
  const aligned = start - (start % size);
  const [first, last] = [aligned + RESERVED_AT_START, aligned + size - 1 - RESERVED_AT_END];
  return first <= last ? [first, last] : null;
}
