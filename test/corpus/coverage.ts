import { withBodies, type Met } from './reading.js';

/** What Precheck exists for: of these none may be missed. */
const TABLE_DDL = /^(?:ALTER|CREATE|DROP|RENAME|TRUNCATE) TABLE$|^TRUNCATE$|^(?:CREATE|DROP|ALTER) INDEX$/;

/** How many were read of how many there are. */
export interface Share {
  readonly read: number;
  readonly all: number;
}

export interface Coverage {
  readonly statements: Share;
  readonly tableDdl: Share;
  /** Files, or their sections, of which the server accepts every statement. */
  readonly files: Share;
  /** What the server accepts and the reader does not, by place. */
  readonly missed: readonly string[];
  /** What neither accepts, by place and with the reader's reason. */
  readonly broken: readonly string[];
}

/** True when nothing of the statement, its body included, is a gap. */
function isRead({ entry }: Met): boolean {
  return withBodies(entry).every(({ kind }) => kind === 'statement');
}

function headOf({ entry }: Met): string {
  return entry.kind === 'statement' ? entry.statement.head : entry.unreadable.head;
}

function line(met: Met): string {
  const gap = withBodies(met.entry).find((entry) => entry.kind === 'unreadable');
  const reason = gap?.unreadable.reason ?? '';
  return `${met.place} ${reason} | ${met.text.replace(/\s+/g, ' ').slice(0, 80)}`;
}

function shareOf<T>(all: readonly T[], read: (each: T) => boolean): Share {
  return { read: all.filter(read).length, all: all.length };
}

/** Counts what is read of that which the server accepts. */
export function coverageOf(met: readonly Met[], isAccepted: (each: Met) => boolean): Coverage {
  const valid = met.filter(isAccepted);
  const files = new Map<string, Met[]>();
  for (const each of met) {
    const key = `${each.from.path} ${each.from.direction}`;
    const known = files.get(key);
    if (known) known.push(each);
    else files.set(key, [each]);
  }
  const whole = [...files.values()].filter((statements) => statements.every(isAccepted));
  return {
    statements: shareOf(valid, isRead),
    tableDdl: shareOf(
      valid.filter((each) => TABLE_DDL.test(headOf(each))),
      isRead,
    ),
    files: shareOf(whole, (statements) => statements.every(isRead)),
    missed: valid.filter((each) => !isRead(each)).map(line),
    broken: met.filter((each) => !isAccepted(each) && !isRead(each)).map(line),
  };
}

export function ratio({ read, all }: Share): number {
  return all === 0 ? 1 : read / all;
}

function text(share: Share): string {
  return `${share.read}/${share.all} (${(100 * ratio(share)).toFixed(2)} %)`;
}

/** What the run found, for whoever reads its output. */
export function report(server: string, { statements, tableDdl, files, missed, broken }: Coverage): string {
  const lines = [
    `${server}: of what the server accepts, read: statements ${text(statements)}, table DDL ${text(tableDdl)}, files ${text(files)}`,
    ...missed.map((each) => `  missed: ${each}`),
    `${server}: refused by both: ${broken.length}`,
    ...broken.map((each) => `  ${each}`),
  ];
  return `${lines.join('\n')}\n`;
}
