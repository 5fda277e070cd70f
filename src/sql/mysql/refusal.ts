import type { Unreadable } from '../statement.js';
import type { Source } from './source.js';
import type { Token } from './token.js';

/** `${x}`, `{{ x }}`, `{$X}`, `<% x %>`, `@X@`, `:x`, `__X__`, `%x%`: what common template languages leave in SQL. */
const PLACEHOLDER =
  /\$\{[^}]{0,200}\}|\{\{[^}]{0,200}\}\}|\{%[^%]{0,200}%\}|\{\$\w{1,100}\}|<%[^%]{0,200}%>|@[A-Z_]{2,100}@|(?<![:\w]):[A-Za-z_]\w{0,100}|#\{[^}]{0,100}\}|\{[A-Za-z_]\w{0,100}\}|\b__[A-Z_]{1,100}__|%[A-Za-z_]{1,100}%/;

/** A statement that holds a placeholder holds one near its start. */
const LONGEST_SEARCHED = 50_000;

const HEAD_WORDS = new Set(
  `CREATE ALTER DROP RENAME TRUNCATE TABLE INDEX VIEW DATABASE SCHEMA PROCEDURE FUNCTION TRIGGER EVENT SEQUENCE USER ROLE
   INSERT UPDATE DELETE REPLACE SELECT WITH SET GRANT REVOKE CALL LOAD DATA LOCK UNLOCK TABLES PREPARE EXECUTE UNIQUE`.split(
    /\s+/,
  ),
);
const PASSED_OVER = new Set([
  'OR',
  'REPLACE',
  'TEMPORARY',
  'UNIQUE',
  'FULLTEXT',
  'SPATIAL',
  'ONLINE',
  'IGNORE',
  'INTO',
  'FROM',
]);
/** Behind these a table is named. */
const BEFORE_TABLE = new Set([
  'TABLE',
  'TABLES',
  'INTO',
  'FROM',
  'JOIN',
  'UPDATE',
  'ON',
  'REFERENCES',
  'TRUNCATE',
  'LIKE',
  'TO',
]);

/** The gap for a statement that was refused, with as much about it as the tokens tell. */
export function refusal(source: Source, tokens: readonly Token[], reason: string): Unreadable {
  const start = tokens[0]?.start ?? 0;
  const end = tokens.at(-1)?.end ?? start;
  const text = source.text.slice(start, end);
  const templated = PLACEHOLDER.test(text.slice(0, LONGEST_SEARCHED));
  return {
    gap: templated ? 'statement-templated' : 'statement-unreadable',
    span: source.spanOf(start, end),
    text,
    head: headOf(tokens),
    reason: templated ? `a template's placeholder stands in the statement: ${reason}` : reason,
    ...mayTouch(tokens, templated),
  };
}

/** The words that name a statement, upper case; empty where they do not tell. */
function headOf(tokens: readonly Token[]): string {
  const first = tokens[0]?.upper ?? '';
  if (!HEAD_WORDS.has(first)) return '';
  if (!['CREATE', 'ALTER', 'DROP', 'RENAME', 'TRUNCATE', 'LOCK', 'UNLOCK', 'LOAD'].includes(first))
    return first;
  for (const { upper } of tokens.slice(1, 12)) {
    if (PASSED_OVER.has(upper)) continue;
    if (HEAD_WORDS.has(upper)) return `${first} ${upper}`;
    if (upper === '(') break;
  }
  return first;
}

function mayTouch(tokens: readonly Token[], templated: boolean): { readonly mayTouch?: readonly string[] } {
  if (templated || headOf(tokens) === '' || tokens.some(({ kind }) => kind === 'bad')) return {};
  const names = new Set<string>();
  tokens.forEach(({ upper }, index) => {
    if (!BEFORE_TABLE.has(upper)) return;
    let at = index + 1;
    while (['IF', 'NOT', 'EXISTS', 'TABLE', 'ONLY'].includes(tokens[at]?.upper ?? '')) at++;
    if (tokens[at + 1]?.upper === '.') at += 2;
    const token = tokens[at];
    if (token?.kind === 'word' || token?.kind === 'quoted') names.add(token.value);
  });
  return names.size > 0 ? { mayTouch: [...names] } : {};
}
