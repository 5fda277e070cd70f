import { columnName, isName, name, nameList, objectName, stringLiteral } from './name.js';
import { dataType } from './data-type.js';
import { isSubquery } from './subquery.js';
import type { TokenStream } from './token-stream.js';

/** Reads the list behind FROM or UPDATE: tables, joins, subqueries. The tables are added to what the stream has seen. */
export function tableReferences(s: TokenStream): void {
  s.list(() => {
    joinedTable(s);
  });
}

function joinedTable(s: TokenStream): void {
  tableFactor(s);
  while (join(s));
}

function join(s: TokenStream): boolean {
  const natural = s.accept('NATURAL');
  const side = s.acceptAny('LEFT', 'RIGHT') !== undefined;
  const outer = side && s.accept('OUTER');
  const kind = side ? undefined : s.acceptAny('INNER', 'CROSS');
  if (!s.accept('JOIN')) {
    if (natural || side || outer || kind !== undefined) s.refuse('JOIN');
    if (!s.accept('STRAIGHT_JOIN')) return false;
  }
  // a LEFT JOIN b LEFT JOIN c ON … ON … nests to the right.
  tableFactor(s);
  if (natural) return true;
  if (side)
    s.nested(() => {
      while (!s.is('ON') && !s.is('USING') && join(s));
    });
  if (s.accept('ON')) s.expression();
  else if (s.accept('USING')) nameList(s);
  else if (side) s.refuse('ON or USING');
  return true;
}

function tableFactor(s: TokenStream): void {
  if (s.accept('{')) {
    s.expect('OJ');
    joinedTable(s);
    s.expect('}');
    return;
  }
  if (s.accept('LATERAL')) {
    s.needs('LATERAL', { mysql: '8.0.14' });
    s.subquery();
    derivedAlias(s);
  } else if (s.is('(')) parenthesised(s);
  else if (s.is('JSON_TABLE') && s.peek(1).upper === '(') jsonTable(s);
  else namedTable(s);
}

function parenthesised(s: TokenStream): void {
  if (isSubquery(s)) {
    s.subquery();
    derivedAlias(s);
    return;
  }
  s.nested(() => {
    s.parenthesised(() => {
      tableReferences(s);
    });
  });
}

function derivedAlias(s: TokenStream): void {
  if (!tableAlias(s)) s.refuse('an alias of the derived table');
  if (!s.is('(')) return;
  s.needs('column names of a derived table', { mysql: '8.0.19', mariadb: '11.7' });
  nameList(s);
}

function namedTable(s: TokenStream): void {
  s.seesTable(objectName(s));
  if (s.accept('PARTITION')) nameList(s, 'a partition name');
  if (s.isMariadb && s.acceptAll('FOR', 'SYSTEM_TIME')) systemTime(s);
  tableAlias(s);
  while (indexHint(s));
}

function systemTime(s: TokenStream): void {
  if (s.accept('ALL')) return;
  if (s.acceptAll('AS', 'OF')) pointInTime(s);
  else {
    const between = s.expectAny('ALL, AS OF, BETWEEN or FROM', 'BETWEEN', 'FROM') === 'BETWEEN';
    pointInTime(s);
    s.expect(between ? 'AND' : 'TO');
    pointInTime(s);
  }
}

/** Reads `[TRANSACTION | TIMESTAMP] value` of system versioning. */
export function pointInTime(s: TokenStream): void {
  s.accept('TRANSACTION');
  if (s.is('TIMESTAMP') && s.peek(1).kind !== 'string') s.advance();
  s.arithmetic();
}

function tableAlias(s: TokenStream): boolean {
  if (s.accept('AS')) {
    s.aliases.set(name(s, 'an alias').toLowerCase(), s.seen.tables.at(-1));
    return true;
  }
  if (!isName(s) || s.is('SET') || s.is('WINDOW') || s.is('INTERSECT')) return false;
  s.aliases.set(s.advance().value.toLowerCase(), s.seen.tables.at(-1));
  return true;
}

function indexHint(s: TokenStream): boolean {
  if (s.acceptAny('USE', 'FORCE', 'IGNORE') === undefined) return false;
  s.expectAny('INDEX or KEY', 'INDEX', 'KEY');
  if (s.accept('FOR') && !s.accept('JOIN')) {
    s.expectAny('JOIN, ORDER BY or GROUP BY', 'ORDER', 'GROUP');
    s.expect('BY');
  }
  s.parenthesised(() => {
    if (s.is(')')) return;
    s.list(() => {
      if (!s.accept('PRIMARY')) name(s, 'an index name');
    });
  });
  return true;
}

function jsonTable(s: TokenStream): void {
  s.advance();
  s.needs('JSON_TABLE', { mysql: '8.0.4', mariadb: '10.6' });
  s.parenthesised(() => {
    s.expression();
    s.expect(',');
    stringLiteral(s, 'a JSON path');
    s.expect('COLUMNS');
    jsonColumns(s);
  });
  derivedAlias(s);
}

function jsonColumns(s: TokenStream): void {
  s.parenthesised(() =>
    s.list(() => {
      if (s.accept('NESTED')) {
        s.accept('PATH');
        stringLiteral(s, 'a JSON path');
        s.expect('COLUMNS');
        jsonColumns(s);
        return;
      }
      columnName(s);
      if (s.acceptAll('FOR', 'ORDINALITY')) return;
      dataType(s);
      if (s.accept('COLLATE')) name(s);
      s.accept('EXISTS');
      s.expect('PATH');
      stringLiteral(s, 'a JSON path');
      while (s.acceptAny('NULL', 'ERROR', 'DEFAULT') !== undefined) {
        if (s.previous.upper === 'DEFAULT') stringLiteral(s);
        s.expect('ON');
        s.expectAny('EMPTY or ERROR', 'EMPTY', 'ERROR');
      }
    }),
  );
}
