import type { AlterTableCmd } from 'libpg-query';
import type { TableRef } from '../name.js';
import type { Span } from '../position.js';
import type { Source, TokenRange } from './source.js';

/** One command of ALTER TABLE, with what all its readers need. */
export interface Command {
  readonly source: Source;
  readonly command: AlterTableCmd;
  readonly range: TokenRange;
  /** What every operation on the table carries. */
  readonly on: {
    readonly span: Span;
    readonly table: TableRef;
    readonly only: boolean | undefined;
    readonly ifTableExists: boolean | undefined;
  };
}
