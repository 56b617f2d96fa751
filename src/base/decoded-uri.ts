/** A part of an address, decoded; a percent sign that encodes nothing stands for itself. */
export function decodedUri(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
