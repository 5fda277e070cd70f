import type { Span } from '../position.js';

/** A text to read and how its offsets map to the file: itself, or the content of a string in the file. */
export interface Source {
  readonly text: string;
  spanOf(start: number, end: number): Span;
}
