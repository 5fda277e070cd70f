/** Locations in a text that was parsed, as offsets in the file that it stands in. */
export class Locations {
  private readonly text: string;
  private readonly base: number;
  private offsets: Uint32Array | undefined | null = null;

  /** `base` is where the text begins in the file. */
  constructor(text: string, base: number) {
    this.text = text;
    this.base = base;
  }

  /** The file's offset of a location, which counts UTF-8 bytes; the tree leaves a zero out. */
  offsetOf(location = 0): number {
    if (this.offsets === null) this.offsets = utf16Offsets(this.text);
    const { offsets } = this;
    return this.base + (offsets ? (offsets[location] ?? this.text.length) : location);
  }
}

/**
 * The UTF-16 offset of every UTF-8 byte offset in `text`; undefined when both are the same because the text is ASCII.
 * A lone surrogate takes three bytes, as the encoder replaces it.
 */
function utf16Offsets(text: string): Uint32Array | undefined {
  if (!BEYOND_ASCII.test(text)) return undefined;
  let bytes = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : 3;
  }
  const offsets = new Uint32Array(bytes + 1);
  let byte = 0;
  for (let at = 0; at < text.length; at++) {
    const width = bytesOf(text, at);
    for (const next = byte + width; byte < next; byte++) offsets[byte] = at;
    if (width === 4) at++;
  }
  offsets.fill(text.length, byte);
  return offsets;
}

/** Several times quicker than a loop over the characters. */
const BEYOND_ASCII = /[\u0080-\uffff]/;

function bytesOf(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  const isPair = code >= 0xd800 && code < 0xdc00 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00;
  return isPair ? 4 : 3;
}
