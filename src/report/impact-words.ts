import type { CheckedHistory, EnvironmentImpact } from '../engine/finding.js';
import type { Impact } from '../impact/impact.js';
import { lookUp } from '../look-up.js';
import { PRODUCT } from '../sql/dialect.js';
import type { TableRef } from '../sql/name.js';
import { nameText } from '../sql/name.js';
import { list } from './counting.js';

/** What one server does, in pieces of prose. */
export interface ServerWords {
  readonly environment: string;
  readonly version: string;
  /** False where the review could not tell; `waits` then holds the reason. */
  readonly decided: boolean;
  /** "copies `orders` row by row". */
  readonly does: string;
  /** "`ALGORITHM=COPY`, `LOCK=SHARED`" or "`ACCESS EXCLUSIVE` on `orders`"; empty when there is nothing to name. */
  readonly means: string;
  /** "writes wait until it is done, reads go on". */
  readonly waits: string;
}

/** The product that runs a file's migrations: "MySQL"; undefined where the review does not tell. */
export function productOf(
  file: string,
  impacts: readonly EnvironmentImpact[],
  checked: readonly CheckedHistory[],
): string | undefined {
  const served = checked.filter(({ environments }) =>
    impacts.every(({ environment }) => environments.some(({ name }) => name === environment)),
  );
  const near = served.filter(({ path }) => file.startsWith(path));
  const engines = new Set((near.length > 0 ? near : served).map(({ engine }) => engine));
  const [engine] = engines;
  return engine !== undefined && engines.size === 1 ? productName(engine) : undefined;
}

/** "MySQL" for "mysql"; a name that is not known stays as it is. */
export function productName(engine: string): string {
  return lookUp<string>(PRODUCT, engine) ?? engine;
}

/** "MySQL 8.0.36", or the version alone. */
export function serverName(product: string | undefined, version: string): string {
  return product === undefined ? version : `${product} ${version}`;
}

/** What each environment's server does, in the review's order. */
export function serverWords(impacts: readonly EnvironmentImpact[]): readonly ServerWords[] {
  return impacts.map(({ environment, version, impact, undecided }) => ({
    environment,
    version,
    decided: impact !== null,
    ...(impact ? impactWords(impact) : undecidedWords(undecided)),
  }));
}

/** True when every server does the same. */
function agree(words: readonly ServerWords[]): boolean {
  const [first] = words;
  return words.every(
    (other) => other.does === first?.does && other.means === first.means && other.waits === first.waits,
  );
}

/**
 * One sentence for servers that agree: "MySQL 8.0.36 copies `orders` row by row (`ALGORITHM=COPY`): writes wait until it
 * is done, reads go on." Undefined when they do not agree, or there is none.
 */
export function serverSentence(
  words: readonly ServerWords[],
  product: string | undefined,
): string | undefined {
  const [first] = words;
  if (!first || !agree(words)) return undefined;
  const means = first.means === '' ? '' : ` (${first.means})`;
  const waits = first.waits === '' ? '' : `: ${first.waits}`;
  const isOne = words.length === 1;
  const server =
    isOne && product !== undefined ? serverName(product, first.version) : (product ?? 'the server');
  const places = words.map(({ environment, version }) => `${code(environment)} (${version})`);
  const on = isOne ? '' : `on ${list(places)} `;
  return first.decided
    ? sentence(`${on}${server} ${first.does}${means}${waits}`)
    : `${sentence(`${on}it could not be told what ${server} does`)}${first.waits === '' ? '' : ` ${sentence(first.waits)}`}`;
}

function impactWords(impact: Impact): Omit<ServerWords, 'environment' | 'version' | 'decided'> {
  if (impact.refused) {
    const { code: number, reason } = impact.refused;
    return { does: `refuses the statement with error ${number}`, means: '', waits: bare(reason) };
  }
  return { does: workWords(impact), means: meansWords(impact), waits: waitWords(impact) };
}

/** What is no change of a definition, by the impact's fact. */
const OTHER_WORK: Readonly<Record<string, string>> = {
  dml: 'works on rows',
  'drop-table': 'removes the table',
  'truncate-table': 'empties the table at once',
  session: 'touches no table',
  setVariable: 'touches no table',
  transaction: 'touches no table',
};

function undecidedWords(reason: string | null): Omit<ServerWords, 'environment' | 'version' | 'decided'> {
  return { does: 'could not be told', means: '', waits: bare(reason ?? '') };
}

function workWords(impact: Impact): string {
  const isPostgres = impact.locks !== undefined;
  switch (impact.work) {
    case 'metadata': {
      const other = lookUp(OTHER_WORK, impact.fact);
      return other ?? 'changes the definition only';
    }
    case 'scan':
      return `reads ${tables(impact.scans)} from end to end`;
    case 'index-build':
      return `builds the index from every row${impact.scans.length > 0 ? ` of ${tables(impact.scans)}` : ''}`;
    case 'rebuild':
      return isPostgres
        ? `writes ${tables(impact.rewrites)} anew`
        : `rebuilds ${tables(impact.rewrites)} in place`;
    case 'copy':
      return `copies ${tables(impact.rewrites)} row by row`;
  }
}

function meansWords({ algorithm, lock, locks = [] }: Impact): string {
  const clauses = [
    ...(algorithm === undefined ? [] : [`\`ALGORITHM=${algorithm}\``]),
    ...(lock === undefined ? [] : [`\`LOCK=${lock}\``]),
  ];
  const modes = [...new Set(locks.map(({ mode }) => mode))];
  const held = modes.map((mode) => {
    const on = locks.filter((lock) => lock.mode === mode).map(({ table }) => table);
    return `\`${modeName(mode)}\` on ${tables(on)}`;
  });
  return clauses.length > 0 ? clauses.join(', ') : list(held);
}

/** "ACCESS EXCLUSIVE" for "AccessExclusiveLock", as the manual and LOCK TABLE write it. */
function modeName(mode: string): string {
  return mode
    .replace(/Lock$/, '')
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toUpperCase();
}

function waitWords({ blocks, work, fact, locks = [] }: Impact): string {
  const until = work === 'metadata' ? 'for that moment' : 'until it is done';
  switch (blocks) {
    case 'nobody':
      if (fact === 'dml') return 'who needs the rows that it locks waits until it commits';
      if (fact === 'drop-table' && locks.length === 0) return 'what still uses it fails';
      return work === 'metadata' && locks.some(({ mode }) => mode === 'AccessExclusiveLock')
        ? 'it needs that lock for a moment only'
        : 'reads and writes go on';
    case 'writes':
      return `writes wait ${until}, reads go on`;
    case 'reads-and-writes':
      return `reads and writes wait ${until}`;
  }
}

function tables(refs: readonly TableRef[]): string {
  return refs.length === 0 ? 'the table' : list(refs.map((ref) => code(nameText(shown(ref)))));
}

/** People leave out the schema that everything is in. */
function shown(ref: TableRef): TableRef {
  return ref.schema === 'public' ? { name: ref.name } : ref;
}

// A code span of prose; a backtick in the name would end it.
function code(name: string): string {
  return `\`${name.replaceAll('`', 'ˋ')}\``;
}

function bare(text: string): string {
  return text.trim().replace(/\.$/, '');
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
