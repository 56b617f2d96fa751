/** UTF-16 text up to its end or first NUL. Lone surrogates are kept as they are. */
export function decodeUtf16(bytes: Uint8Array, littleEndian: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let text = '';
  for (let at = 0; at + 2 <= bytes.length; at += 2) {
    const unit = view.getUint16(at, littleEndian);
    if (unit === 0) break;
    text += String.fromCharCode(unit);
  }
  return text;
}
