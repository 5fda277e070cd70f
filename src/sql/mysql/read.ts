/**
 * This folder reads what MySQL and MariaDB take: a lexer and a grammar of our own, with node-sql-parser as a second opinion on
 * DML. It may not know PostgreSQL's.
 */
import { lineTable } from '../source-text.js';
import type { ReadRequest, Script, ScriptEntry } from '../statement.js';
import { Lexer } from './lexer.js';
import { ScriptReader, type AcceptsDml } from './script-reader.js';
import type { Source } from './source.js';

/**
 * Reads a MySQL or MariaDB script, and lets node-sql-parser judge the DML that the reader refuses; it is loaded only
 * when there is some.
 */
export async function readMysqlWithSecondOpinion(request: ReadRequest): Promise<Script> {
  const script = readMysql(request);
  if (!script.entries.some(holdsRefusedDml)) return script;
  const { acceptedElsewhere } = await import('./second-opinion.js');
  return readMysql(request, acceptedElsewhere);
}

function holdsRefusedDml(entry: ScriptEntry): boolean {
  if (entry.kind === 'statement') return entry.statement.body?.statements.some(holdsRefusedDml) ?? false;
  return /^(?:INSERT|REPLACE|UPDATE|DELETE|SELECT|WITH)$/.test(entry.unreadable.head);
}

/**
 * Reads a MySQL or MariaDB script. Pure, synchronous, and never throws for what the text holds. `acceptsDml` is asked
 * about DML that does not follow the grammar; of what it accepts only the tables are read.
 */
export function readMysql(request: ReadRequest, acceptsDml: AcceptsDml = () => false): Script {
  const { text, version } = request;
  const lines = lineTable(text);
  const source: Source = { text, spanOf: (start, end) => lines.spanOf(start, end) };
  const nul = text.indexOf('\0');
  if (nul !== -1) return { entries: [unreadableFile(source, nul)], comments: [] };
  const lexer = new Lexer(text, version);
  const reader = new ScriptReader(request, acceptsDml);
  const entries = reader.readAll(source, lexer);
  const comments = lexer.comments.map(({ start, end, text: words }) => ({
    span: source.spanOf(start, end),
    text: words,
  }));
  return { entries, comments };
}

function unreadableFile(source: Source, nul: number): Script['entries'][number] {
  const { line } = source.spanOf(nul, nul + 1);
  return {
    kind: 'unreadable',
    unreadable: {
      gap: 'statement-unreadable',
      span: source.spanOf(0, source.text.length),
      text: '',
      head: '',
      reason: `the file holds a NUL character at line ${line}; it is not a text`,
    },
  };
}
