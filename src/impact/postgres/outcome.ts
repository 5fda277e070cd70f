import type { ServerVersion } from '../../sql/dialect.js';
import { nameText } from '../../sql/name.js';
import type { TableRef } from '../../sql/name.js';
import type { Impact, LockMode, Prediction, Work as ImpactWork } from '../impact.js';
import type { Change, Refusal } from './change.js';
import { isUnknown } from './change.js';
import type { Changes } from './change.js';
import { factOf } from './facts.js';
import { factId } from './fact.js';
import type { FactRow, Work } from './fact.js';
import { blocksOf, compareLocks, stronger } from './lock.js';

/** What one operation does, or the server's refusal of it. */
export interface Outcome {
  readonly changes: Changes;
  readonly refusal?: Refusal | undefined;
  /** The id of the fact where no table is concerned. */
  readonly otherwise: string;
}

interface Applied {
  readonly change: Change;
  readonly fact: FactRow;
}

const WORK: Readonly<Record<Work, ImpactWork>> = {
  none: 'metadata',
  replace: 'metadata',
  scan: 'scan',
  build: 'index-build',
  rewrite: 'rebuild',
  copy: 'rebuild',
  fill: 'rebuild',
};
const WORK_ORDER: readonly ImpactWork[] = ['metadata', 'scan', 'index-build', 'rebuild'];
const WRITES: readonly Work[] = ['rewrite', 'copy', 'fill', 'replace'];
const READS: readonly Work[] = ['scan', 'build', 'rewrite'];

/** The prediction for operations that run as one statement. */
export function predictionOf(outcomes: readonly Outcome[], version: ServerVersion): Prediction {
  const refused = outcomes.find((outcome) => outcome.refusal)?.refusal;
  const known = outcomes.flatMap(({ changes }) => (isUnknown(changes) ? [] : changes));
  const unknown = outcomes.map(({ changes }) => changes).find(isUnknown);
  if (unknown && !refused) return { kind: 'undecided', reason: unknown.unknown };
  const otherwise = outcomes[0]?.otherwise ?? 'nothing';
  return { kind: 'decided', impact: impactOf(applied(known, version), otherwise, refused) };
}

/** The changes that this release knows, with the fact for each. */
function applied(changes: readonly Change[], version: ServerVersion): readonly Applied[] {
  return changes.flatMap((change) => {
    const fact = change.on.length > 0 ? factOf(change.kind, version) : undefined;
    return fact ? [{ change, fact }] : [];
  });
}

function impactOf(all: readonly Applied[], otherwise: string, refused: Refusal | undefined): Impact {
  const locks = locksOf(all);
  const leading = all.toSorted(compareApplied)[0];
  const work = workOf(leading);
  const mode = locks.map((lock) => lock.mode).reduce<LockMode | undefined>(stronger, undefined);
  return {
    blocks: work === 'metadata' ? 'nobody' : blocksOf(mode),
    work,
    locks,
    rewrites: tablesWith(all, WRITES),
    scans: tablesWith(all, READS),
    refused,
    fact: leading ? idOf(leading) : otherwise,
    source: leading?.fact[4] ?? 'definition',
  };
}

function idOf({ fact }: Applied): string {
  return fact[0].startsWith('dml') ? 'dml' : factId(fact);
}

function workOf(one: Applied | undefined): ImpactWork {
  return one?.change.on.some(({ stores }) => stores) === true ? WORK[one.fact[3]] : 'metadata';
}

/** The dearest work first, then the strongest lock. */
function compareApplied(a: Applied, b: Applied): number {
  return WORK_ORDER.indexOf(workOf(b)) - WORK_ORDER.indexOf(workOf(a)) || compareLocks(b.fact[2], a.fact[2]);
}

function locksOf(all: readonly Applied[]): NonNullable<Impact['locks']> {
  const strongest = new Map<string, { readonly table: TableRef; readonly mode: LockMode }>();
  for (const { change, fact } of all) {
    const mode = change.mode ?? fact[2];
    if (mode === '-') continue;
    for (const { name } of change.on) {
      const key = nameText(name);
      strongest.set(key, { table: name, mode: stronger(strongest.get(key)?.mode, mode) });
    }
  }
  return [...strongest.values()];
}

function tablesWith(all: readonly Applied[], works: readonly Work[]): readonly TableRef[] {
  const found = new Map<string, TableRef>();
  for (const { change, fact } of all) {
    if (!works.includes(fact[3])) continue;
    for (const { name, stores } of change.on) if (stores) found.set(nameText(name), name);
  }
  return [...found.values()];
}
