import type { Token } from './lexer.js';

/** Words between CREATE and the object that say how, not what. */
const HOW = new Set([
  'OR',
  'REPLACE',
  'TEMP',
  'TEMPORARY',
  'LOCAL',
  'GLOBAL',
  'UNLOGGED',
  'UNIQUE',
  'RECURSIVE',
  'TRUSTED',
  'PROCEDURAL',
  'CONSTRAINT',
]);

/** First words of objects that are named by two words. */
const FIRST_OF_TWO = new Set([
  'MATERIALIZED',
  'EVENT',
  'FOREIGN',
  'ACCESS',
  'USER',
  'DEFAULT',
  'LARGE',
  'OPERATOR',
]);
const SECOND_OF_TWO = new Set([
  'VIEW',
  'TRIGGER',
  'TABLE',
  'DATA',
  'METHOD',
  'MAPPING',
  'PRIVILEGES',
  'OBJECT',
  'CLASS',
  'FAMILY',
]);

/** "ALTER TABLE", "CREATE INDEX", "UPDATE": the words that name the statement, empty when it starts with none. */
export function headOf(text: string, tokens: readonly Token[]): string {
  const word = (index: number): string => {
    const token = tokens[index];
    return token?.kind === 'word' ? text.slice(token.start, token.end).toUpperCase() : '';
  };
  const first = word(0);
  if (first === 'REFRESH') return 'REFRESH MATERIALIZED VIEW';
  if (first === 'COMMENT') return 'COMMENT ON';
  if (first !== 'CREATE' && first !== 'ALTER' && first !== 'DROP') return first;
  let at = 1;
  while (HOW.has(word(at))) at++;
  const object = word(at);
  if (object === 'TEXT' && word(at + 1) === 'SEARCH') return `${first} TEXT SEARCH ${word(at + 2)}`;
  const isPair = FIRST_OF_TWO.has(object) && SECOND_OF_TWO.has(word(at + 1));
  return `${first} ${object}${isPair ? ` ${word(at + 1)}` : ''}`.trim();
}
