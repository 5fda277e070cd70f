/** A stretch of a file. Lines and columns count from 1, columns in UTF-16 units; `end*` is the last character's place. */
export interface Span {
  /** Offset of the first character in the file's text, in UTF-16 units. */
  readonly start: number;
  /** Offset behind the last character. */
  readonly end: number;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}
