import type { Impact, Prediction, Server, Work } from '../impact.js';
import type { Catalog, Table } from '../../catalog/catalog.js';
import { findTable } from '../../catalog/find.js';
import { nameText } from '../../sql/name.js';
import type { TableRef } from '../../sql/name.js';
import type { Operation } from '../../sql/operation.js';
import type { Change } from './change.js';
import { changesOf } from './changes.js';
import type { Settled, Wanted } from './clause.js';
import { combine } from './combination.js';
import { CONDITIONS } from './condition.js';
import type { Engine } from './engine.js';
import { compareEffects, effectsOf } from './fact.js';
import type { Effect, InPlace } from './fact.js';
import { strongest } from './outcome.js';
import { refusalOf } from './refusal.js';
import type { Alteration } from './subject.js';

/** What an ALTER of one table does: the operations of one statement that touch it, together. */
export function predictAlter(
  engine: Engine,
  operations: readonly Operation[],
  ref: TableRef,
  wanted: Wanted,
  catalog: Catalog,
  server: Server,
): Prediction {
  const table = findTable(catalog, ref);
  const altered = { operations, table, doubt: doubtOf(table, ref, catalog), catalog, server };
  const alteration: Alteration = { ...altered, changes: changesOf(altered) };
  const refused = refusalOf(alteration, wanted);
  const best = settleWith(engine, alteration, wanted, false);
  const worst = settleWith(engine, alteration, wanted, true);
  if (!refused && !isSame(best.settled, worst.settled)) {
    return {
      kind: 'undecided',
      reason: altered.doubt ?? `The history does not show all of ${nameText(ref)}.`,
    };
  }
  return { kind: 'decided', impact: impactOf(engine, worst, ref, alteration, refused) };
}

/** Why the table may not be what the history shows; undefined when it is known. */
function doubtOf(table: Table | undefined, ref: TableRef, catalog: Catalog): string | undefined {
  if (!table) return `The history does not show table ${nameText(ref)}.`;
  return table.uncertain[0] ?? catalog.uncertain[0];
}

interface Outcome {
  readonly settled: Settled;
  readonly effect: Effect;
}

/** The ALTER when everything that the history leaves open is cheap, or when it is dear. */
function settleWith(engine: Engine, alteration: Alteration, wanted: Wanted, dear: boolean): Outcome {
  const [first, ...rest] = alteration.changes.map((change) => effectWith(engine, alteration, change, dear));
  const alone = strongest([first ?? NOTHING, ...rest]);
  const effect = combine(engine.combinations, alteration, alone, dear);
  return { settled: engine.settle(effect, wanted, alteration), effect };
}

function effectWith(engine: Engine, alteration: Alteration, change: Change, dear: boolean): Effect {
  if (change.kind === 'unknown-redefinition') return dear ? ANY_COPY : NOTHING;
  const possible = effectsOf(engine.facts, change.kind, alteration.server.version, (condition) =>
    CONDITIONS[condition]({ ...alteration, change }),
  );
  const [cheapest = ANY_COPY, ...others] = [...possible].sort(compareEffects);
  return dear ? (others.at(-1) ?? cheapest) : cheapest;
}

const NOTHING: Effect = {
  instant: true,
  inPlace: 'metadata',
  lock: 'NONE',
  reason: '',
  fact: 'nothing',
  source: 'nothing changes',
};

const ANY_COPY: Effect = {
  instant: false,
  inPlace: 'no',
  lock: 'SHARED',
  reason: '',
  fact: 'unknown',
  source: 'the dearest that a change of a column can be',
};

function isSame(a: Settled, b: Settled): boolean {
  return (
    a.algorithm === b.algorithm &&
    a.inPlace === b.inPlace &&
    a.lock === b.lock &&
    a.refused?.code === b.refused?.code
  );
}

const WORK: Readonly<Record<InPlace, Work>> = {
  metadata: 'metadata',
  discard: 'metadata',
  scan: 'scan',
  build: 'index-build',
  rebuild: 'rebuild',
  no: 'copy',
};

function impactOf(
  engine: Engine,
  { settled, effect }: Outcome,
  ref: TableRef,
  alteration: Alteration,
  refused: Impact['refused'],
): Impact {
  const { algorithm, inPlace, lock } = settled;
  const work = WORK[inPlace];
  const rewrites = work === 'rebuild' || work === 'copy' ? [ref] : [];
  return {
    blocks: blocksOf(inPlace, lock),
    work,
    algorithm,
    lock,
    rewrites,
    scans: work === 'metadata' ? [] : work === 'scan' ? incomingTables(alteration) : [ref],
    rowVersion: usesRowVersion(engine, algorithm, alteration),
    refused: refused ?? settled.refused,
    fact: `${engine.name}/${effect.fact}`,
    source: effect.source,
  };
}

/** The tables whose rows are checked because they become a partition. */
function incomingTables({ operations }: Alteration): readonly TableRef[] {
  return operations.flatMap((one) => ('withTable' in one && one.withTable ? [one.withTable] : []));
}

/**
 * A lock that is held no longer than it takes to change metadata keeps nobody waiting. While the rows of a table that
 * becomes a partition are read, writes to both tables wait whatever LOCK says: MDL_SHARED_NO_WRITE. Source: measured on
 * MySQL 9.7.4, MariaDB 10.11.18 and 11.8.6.
 */
function blocksOf(inPlace: InPlace, lock: Settled['lock']): Impact['blocks'] {
  if (inPlace === 'scan') return 'writes';
  if (lock === 'NONE' || inPlace === 'metadata') return 'nobody';
  return lock === 'SHARED' ? 'writes' : 'reads-and-writes';
}

function usesRowVersion(engine: Engine, algorithm: Settled['algorithm'], { changes }: Alteration): boolean {
  const counted = changes.some(({ kind }) => /^(add-column|drop-column|drop-stored-column)$/.test(kind));
  return engine.name === 'mysql' && algorithm === 'INSTANT' && counted;
}
