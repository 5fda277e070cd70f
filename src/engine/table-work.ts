import type { Catalog } from '../catalog/catalog.js';
import { findColumn, findTable } from '../catalog/find.js';
import type { Impact, Prediction, StatementImpact } from '../impact/impact.js';
import type { ServerVersion } from '../sql/dialect.js';
import type { ObjectName } from '../sql/name.js';
import type { Operation, OperationKind, OperationOf } from '../sql/operation.js';
import type { Severity } from './finding.js';
import { isEmptied } from './emptied.js';
import { code, serverText } from './words.js';

/** What has to be known of a change to say who pays for it. */
interface Asked {
  readonly operation: Operation;
  readonly impact: Prediction;
  readonly statement: { readonly impact: StatementImpact };
  readonly runner: string;
  readonly isNew: (table: ObjectName) => boolean;
  /** The statements of the file, and where this one stands among them. */
  readonly statements: readonly { readonly operations: readonly Operation[] }[];
  readonly index: number;
}

/** Work on the rows of a table that one operation asks for, and that its statement pays for. */
export interface TableWork {
  /** What decides, in the word of the impact's fact table: "change-type", "set-not-null". */
  readonly cause: string;
  /** Of the whole statement: who waits, and for what. */
  readonly impact: Impact;
}

/**
 * The work that MySQL or MariaDB does on a table with rows because of this operation. Undefined where the table is new or
 * was emptied by the same file, where the change is refused, undecided or metadata only, where another operation of the
 * statement decides, and where an online schema change tool does the work in the server's place; with `cause`, where
 * another cause decides as well.
 */
export function tableWork(change: Asked, cause?: RegExp): TableWork | undefined {
  const { operation, impact, statement, runner, isNew } = change;
  const whole = statement.impact.statement;
  if (!('table' in operation) || operation.table === undefined || isNew(operation.table)) return undefined;
  if (isEmptied(change, operation.table)) return undefined;
  if (runner !== 'direct' || impact.kind === 'undecided' || whole.kind === 'undecided') return undefined;
  const alone = impact.impact;
  if (whole.impact.refused || alone.work === 'metadata') return undefined;
  const decides = alone.work === whole.impact.work;
  const blocks = alone.blocks !== 'nobody' && alone.blocks === whole.impact.blocks;
  const isMeant = cause?.test(causeIn(alone)) ?? true;
  return isMeant && (decides || blocks) ? { cause: causeIn(alone), impact: whole.impact } : undefined;
}

/** The statement's operations of this kind whose own impact is decided by such a cause: one remedy serves them all. */
export function sameCause<K extends OperationKind>(
  { operations, impact }: { readonly operations: readonly Operation[]; readonly impact: StatementImpact },
  kind: K,
  cause: RegExp,
): readonly OperationOf<K>[] {
  return operations.filter((operation, at): operation is OperationOf<K> => {
    const alone = impact.operations[at];
    return operation.kind === kind && alone !== undefined && cause.test(causeOf(alone) ?? '');
  });
}

/** True where MODIFY or CHANGE gives a column another character set than it has. */
export function changesCharset({
  operation,
  before,
  after,
}: {
  readonly operation: Operation;
  readonly before: Catalog;
  readonly after: Catalog;
}): boolean {
  if (operation.kind !== 'redefineColumn') return false;
  const charsetIn = (catalog: Catalog, name: string): string | undefined => {
    const table = findTable(catalog, operation.table);
    return table && findColumn(table, name)?.charset;
  };
  return charsetIn(before, operation.column) !== charsetIn(after, operation.definition.name);
}

/** What decides an operation taken alone, in the word of the fact table; undefined while the impact is undecided. */
export function causeOf(prediction: Prediction): string | undefined {
  return prediction.kind === 'decided' ? causeIn(prediction.impact) : undefined;
}

/** "mysql/add-column:compressed@8.0.12" → "add-column:compressed". */
function causeIn({ fact }: Impact): string {
  return fact.replace(/^\w+\//, '').replace(/@.*$/, '');
}

/** What the server does to the table and who waits, as one sentence. */
export function workSentence(server: ServerVersion, table: ObjectName, impact: Impact): string {
  const after = impact.work === 'metadata' ? '' : AFTER[impact.blocks];
  return `${serverText(server)} ${workWords(table, impact)}${after}.`;
}

/** "copies all of `orders` row by row", without who does it and who waits. */
function workWords(table: ObjectName, { work }: Impact): string {
  return WORK[work].replace('%', () => code(table.name));
}

/** "every write to it waits" or what happens instead, for a headline. */
export function waitWords({ blocks }: Impact): string {
  return WAITS[blocks];
}

const WORK: Readonly<Record<Impact['work'], string>> = {
  metadata: 'changes only the definition of %',
  scan: 'reads all of %',
  'index-build': 'reads all of % to build the index',
  rebuild: 'rewrites all of % in place',
  copy: 'copies all of % row by row (`ALGORITHM=COPY`)',
};

const WAITS: Readonly<Record<Impact['blocks'], string>> = {
  nobody: 'writes go on',
  writes: 'every write waits',
  'reads-and-writes': 'every read and write waits',
};

const AFTER: Readonly<Record<Impact['blocks'], string>> = {
  nobody:
    '. Reads and writes go on meanwhile; it costs disk space and I/O, and each replica repeats the work and lags for as long',
  writes: '. Every write to it is blocked until that is done, and each replica repeats the work',
  'reads-and-writes':
    '. Every read and write of it is blocked until that is done, and each replica repeats the work',
};

/** A blocker where somebody waits for as long as the table takes, else a warning: the load remains. */
export function workSeverity({ blocks }: Impact): Severity {
  return blocks === 'nobody' ? 'warning' : 'blocker';
}
