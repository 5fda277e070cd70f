import {
  addedForeignKey,
  code,
  defineRule,
  keyMismatch,
  SAID_OF_KEYS,
  serverText,
  subjectOf,
} from '../src/engine/rule.js';

export const foreignKeyMismatched = defineRule({
  id: 'foreign-key-mismatched',
  summary: 'A foreign key joins columns that differ in type, character set or collation',
  question: 'Why must both columns of a foreign key have the same type?',
  dialects: ['mysql', 'mariadb', 'postgres'],
  severity: 'blocker',
  supersedes: SAID_OF_KEYS,
  on: ['addConstraint'],
  check(change) {
    const { operation, server } = change;
    const added = addedForeignKey(change);
    if (!added?.parent) return undefined;
    const { key, child, parent } = added;
    const pair = keyMismatch(server, key, child, parent);
    if (!pair) return undefined;
    const own = subjectOf(operation.table, pair.child.name);
    const other = subjectOf(key.references, pair.parent.name);
    const what = `${code(own)} is ${code(pair.childType)} and ${code(other)} is ${code(pair.parentType)}`;
    if (server.dialect === 'postgres') {
      return {
        subject: own,
        severity: 'advice',
        headline: `${code(own)} is narrower than ${code(other)}, and is full before it`,
        message: `${what}. PostgreSQL accepts the key and compares the two without loss; but once a value of ${code(other)} is larger than ${code(own)} can hold, no row can refer to it (error ${code('22003')}).`,
        remedy: `Give ${code(own)} the type of the column that it refers to.`,
      };
    }
    const isNew = server.dialect === 'mysql' && server.major >= 8;
    const old = server.dialect === 'mariadb' ? '1005 (errno 150)' : '1215';
    const error = isNew ? '3780' : added.isInPlace ? '1822 or 1825' : old;
    return {
      subject: own,
      headline: `Foreign key fails: ${code(own)} and ${code(other)} are incompatible`,
      message: `${what}. ${serverText(server)} refuses a foreign key between them with error ${error}: integers must have the same size and sign, strings the same character set and collation. The migration stops there; DDL before it stays.${CHARSET[pair.cause]}`,
      remedy: `Give ${code(own)} exactly the type, character set and collation of ${code(other)}.`,
    };
  },
});

const CHARSET = {
  type: '',
  charset:
    ' A table that names none takes the default of its database, which is another on a newer server or on a developer’s machine.',
} as const;
