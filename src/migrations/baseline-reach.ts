/** A merged migration, in the order of its tool. */
export interface MergedText {
  readonly version: string;
  readonly path: string;
  /** Its SQL up; empty where it could not be read. */
  readonly text: string;
}

/** Tables in which tools note what has run. */
const RECORDS =
  'schema_migrations|ar_schema_migrations|goose_db_version|flyway_schema_history|_sqlx_migrations|' +
  '__diesel_schema_migrations|_prisma_migrations|atlas_schema_revisions|gorp_migrations|pgmigrations|schema_version';
const RECORD_INSERT = new RegExp(
  `^[ \\t]*INSERT\\s+INTO\\s+(?:["\`\\w]+\\.)?["\`]?(?:${RECORDS})["\`]?`,
  'gim',
);
const RECORD_COPY = new RegExp(`^COPY (?:["\\w]+\\.)?"?(?:${RECORDS})"? `, 'gim');
const LITERAL = /[\w.-]+/g;

/** "0042", "42" and "42_add_x" are one version. */
function bare(word: string): string {
  return word.replace(/^0+(?=\d)/, '').replace(/^(\d[\d.]*)[_-].*$/, '$1');
}

/** From what `head` matches to its semicolon, each statement once; and where it ends. */
function* statementsFrom(
  dump: string,
  head: RegExp,
): Generator<{ readonly text: string; readonly end: number }> {
  let end = 0;
  for (const { index } of dump.matchAll(head)) {
    if (index < end) continue;
    const semicolon = dump.indexOf(';', index);
    end = semicolon === -1 ? dump.length : semicolon;
    yield { text: dump.slice(index, end), end };
  }
}

/** The rows of the tool's table, as they are written behind VALUES or below COPY. */
function* recordedRows(dump: string): Generator<string> {
  for (const { text } of statementsFrom(dump, RECORD_INSERT)) {
    const values = /\bVALUES\b/i.exec(text);
    if (values) yield text.slice(values.index + 'VALUES'.length);
  }
  let read = 0;
  for (const { text, end } of statementsFrom(dump, RECORD_COPY)) {
    if (end < read || !/\bFROM stdin$/i.test(text)) continue;
    read = dump.indexOf('\n\\.', end);
    if (read === -1) return;
    yield dump.slice(end + 1, read);
  }
}

/** The versions that a dump's own rows of the tool's table say have run. */
function recorded(dump: string): ReadonlySet<string> {
  const versions = new Set<string>();
  for (const rows of recordedRows(dump)) {
    for (const [word] of rows.matchAll(LITERAL)) versions.add(bare(word));
  }
  return versions;
}

const NAME = '((?:["`]?[\\w$]+["`]?\\.)?["`]?[\\w$]+["`]?)';
const CREATED_TABLE = new RegExp(
  `\\bCREATE\\s+(?:UNLOGGED\\s+)?TABLE\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?${NAME}`,
  'i',
);
const GONE_TABLE = new RegExp(
  `\\bDROP\\s+TABLE\\s+(?:IF\\s+EXISTS\\s+)?${NAME}|\\bALTER\\s+TABLE\\s+(?:ONLY\\s+)?${NAME}\\s+RENAME\\s+TO\\b|\\bRENAME\\s+TABLE\\s+${NAME}`,
  'i',
);
const ALTERED_TABLE = new RegExp(
  `\\bALTER\\s+TABLE\\s+(?:ONLY\\s+)?(?:IF\\s+EXISTS\\s+)?(?:ONLY\\s+)?${NAME}`,
  'i',
);
const ADDED_COLUMN = new RegExp(`\\bADD\\s+COLUMN\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?${NAME}`, 'gi');
const ADDED_NAME = new RegExp(
  `\\b(?:CREATE\\s+(?:UNIQUE\\s+)?INDEX\\s+(?:CONCURRENTLY\\s+)?(?:IF\\s+NOT\\s+EXISTS\\s+)?|CREATE\\s+TYPE\\s+|ADD\\s+(?:UNIQUE\\s+)?(?:INDEX|KEY|CONSTRAINT)\\s+(?!KEY\\b|INDEX\\b))${NAME}`,
  'gi',
);

/** Comments and strings that end on their line; names stay as they are quoted. */
const SAID_BY_PEOPLE = /'[^'\n]*'|--[^\n]*|\/\*(?![!M])(?:[\s\S]*?\*\/|[\s\S]*$)/g;

/** The name without its schema and quotes, in small letters. */
function plainName(name: string): string {
  return name
    .slice(name.lastIndexOf('.') + 1)
    .replace(/["`]/g, '')
    .toLowerCase();
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.toLowerCase().match(/[\w$]+/g) ?? []);
}

/** Tables that a dump creates, with the words of their definitions, and every word of the dump. */
interface DumpNames {
  readonly tables: ReadonlyMap<string, ReadonlySet<string>>;
  readonly words: ReadonlySet<string>;
}

function statementsOf(text: string): readonly string[] {
  return text.replace(SAID_BY_PEOPLE, ' ').split(';');
}

function namesOf(dump: string): DumpNames {
  const tables = new Map<string, ReadonlySet<string>>();
  const statements = statementsOf(dump);
  for (const statement of statements) {
    const name = CREATED_TABLE.exec(statement)?.[1];
    if (name !== undefined) tables.set(plainName(name), wordsOf(statement));
  }
  return { tables, words: wordsOf(statements.join(';')) };
}

/** What one migration brings into the schema, and which tables it takes away. */
interface Brought {
  readonly tables: readonly string[];
  readonly columns: readonly { readonly table: string; readonly column: string }[];
  readonly names: readonly string[];
  readonly gone: readonly string[];
}

function broughtBy(text: string): Brought {
  const brought = {
    tables: [] as string[],
    columns: [] as { table: string; column: string }[],
    names: [] as string[],
    gone: [] as string[],
  };
  for (const statement of statementsOf(text)) {
    const created = CREATED_TABLE.exec(statement)?.[1];
    if (created !== undefined) brought.tables.push(plainName(created));
    const goneNames: readonly (string | undefined)[] = GONE_TABLE.exec(statement)?.slice(1) ?? [];
    const gone = goneNames.find((name) => name !== undefined);
    if (gone !== undefined) brought.gone.push(plainName(gone));
    const table = ALTERED_TABLE.exec(statement)?.[1];
    if (table !== undefined) {
      for (const [, column = ''] of statement.matchAll(ADDED_COLUMN)) {
        brought.columns.push({ table: plainName(table), column: plainName(column) });
      }
    }
    for (const [, name = ''] of statement.matchAll(ADDED_NAME)) brought.names.push(plainName(name));
  }
  return brought;
}

/** What a migration brings that is in the dump speaks for its being part of it, what is missing against. */
function evidence(brought: Brought, dump: DumpNames, goneLater: ReadonlySet<string>): 'in' | 'out' | 'none' {
  const tables = brought.tables.filter((table) => !goneLater.has(table));
  const columns = brought.columns.filter(({ table }) => !goneLater.has(table) && dump.tables.has(table));
  const found = [
    ...tables.map((table) => dump.tables.has(table)),
    ...columns.map(({ table, column }) => dump.tables.get(table)?.has(column) === true),
    ...brought.names.map((name) => dump.words.has(name)),
  ];
  if (found.length === 0) return 'none';
  return found.filter(Boolean).length * 2 >= found.length ? 'in' : 'out';
}

/** How many of the migrations, from the first, are part of the dump by what they bring. */
function reachByNames(dump: string, merged: readonly MergedText[]): number {
  const names = namesOf(dump);
  const brought = merged.map(({ text }) => broughtBy(text));
  const goneLater = new Set<string>();
  const signs: ('in' | 'out' | 'none')[] = [];
  for (const one of [...brought].reverse()) {
    for (const table of one.gone) goneLater.add(table);
    signs.unshift(evidence(one, names, goneLater));
  }
  const reach = signs.lastIndexOf('in') + 1;
  const rest = signs.slice(reach);
  return reach > 0 && !rest.includes('out') ? merged.length : reach;
}

/**
 * The merged migrations whose effect a dump holds already, so that they are not replayed on top of it. A dump that lists
 * the versions in its tool's table (Rails, dbmate) is taken at its word. Else it was taken at one point in time: after
 * the last migration whose tables, columns or indexes it has. A dump that has none of them comes before them all.
 */
export function includedIn(dump: string, merged: readonly MergedText[]): ReadonlySet<string> {
  const versions = recorded(dump);
  const listed = merged.filter(({ version }) => versions.has(bare(version)));
  if (listed.length > 0) return new Set(listed.map(({ path }) => path));
  return new Set(merged.slice(0, reachByNames(dump, merged)).map(({ path }) => path));
}
