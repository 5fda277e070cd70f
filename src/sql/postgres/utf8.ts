/**
 * The UTF-16 offset of every UTF-8 byte offset in `text`; undefined when both are the same because the text is ASCII.
 * A lone surrogate takes three bytes, as the encoder replaces it.
 */
export function utf16Offsets(text: string): Uint32Array | undefined {
  let bytes = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : 3;
  }
  if (bytes === text.length) return undefined;
  const offsets = new Uint32Array(bytes + 1);
  let byte = 0;
  for (let at = 0; at < text.length; at++) {
    const width = bytesOf(text, at);
    offsets.fill(at, byte, byte + width);
    byte += width;
    if (width === 4) at++;
  }
  offsets.fill(text.length, byte);
  return offsets;
}

function bytesOf(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  const isPair = code >= 0xd800 && code < 0xdc00 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00;
  return isPair ? 4 : 3;
}
