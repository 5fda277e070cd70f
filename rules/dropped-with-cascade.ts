import { code, codeList, defineRule, subjectOf, viewsMentioning } from '../src/engine/rule.js';
import type { Catalog, Change, ObjectName, StatementChange } from '../src/engine/rule.js';

export const droppedWithCascade = defineRule({
  id: 'dropped-with-cascade',
  summary: 'CASCADE drops whatever depends on an object, unnamed',
  question: 'How do I find out what CASCADE would drop?',
  dialects: ['postgres'],
  severity: 'warning',
  on: ['dropView', 'dropObject', 'dropConstraint', 'dropIndex'],
  check(change) {
    const { operation, isRollback } = change;
    if (!operation.cascade || isRollback) return undefined;
    if (operation.kind === 'dropConstraint' && change.isNew(operation.table)) return undefined;
    const { name, kind } = namedBy(operation);
    const shown = dependentsIn(change, operation);
    return {
      subject: name,
      severity: shown.length > 0 ? 'warning' : 'advice',
      headline:
        shown.length > 0
          ? `CASCADE drops more than the ${kind} ${code(name)}`
          : `CASCADE drops whatever depends on the ${kind} ${code(name)}`,
      message: `${shown.length > 0 ? `The ${kind} ${code(name)} takes along ${shown.join(', ')}.` : `The history shows nothing that depends on ${code(name)}.`} CASCADE goes on to views, foreign keys, columns and defaults on production that no migration mentions, and says so only in a NOTICE.`,
      remedy:
        'Drop what depends on it by name, in statements of their own, and leave CASCADE out: the server then refuses when something was forgotten, and nothing is lost.',
    };
  },
});

type Drop = Change<'dropView' | 'dropObject' | 'dropConstraint' | 'dropIndex'>['operation'];

function namedBy(operation: Drop): { readonly name: string; readonly kind: string } {
  switch (operation.kind) {
    case 'dropView':
      return { name: subjectOf(operation.view), kind: operation.materialized ? 'materialized view' : 'view' };
    case 'dropObject':
      return { name: subjectOf(operation.name), kind: operation.object };
    case 'dropIndex':
      return { name: subjectOf(operation.index), kind: 'index' };
    case 'dropConstraint':
      return { name: subjectOf(operation.table, operation.name ?? 'primary key'), kind: 'constraint' };
  }
}

/** What the history shows to go as well, in words. */
function dependentsIn({ before, after }: StatementChange, operation: Drop): readonly string[] {
  if (operation.kind === 'dropView') {
    const views = viewsMentioning(before, operation.view);
    return views.length > 0 ? [`the ${views.length > 1 ? 'views' : 'view'} ${codeList(views)}`] : [];
  }
  if (operation.kind === 'dropObject') {
    const columns = columnsOfType(before, operation.name);
    const isType = ['type', 'domain'].includes(operation.object);
    return isType && columns.length > 0
      ? [`the ${columns.length > 1 ? 'columns' : 'column'} ${codeList(columns)}`]
      : [];
  }
  if (operation.kind !== 'dropConstraint') return [];
  const gone = [...before.tables.entries()].flatMap(([key, { name, constraints }]) => {
    const left = after.tables.get(key)?.constraints ?? [];
    return constraints
      .filter((one) => one.kind === 'foreign-key' && !left.some((other) => other.name === one.name))
      .map((one) => subjectOf(name, one.name));
  });
  return gone.length > 0 ? [`the foreign ${gone.length > 1 ? 'keys' : 'key'} ${codeList(gone)}`] : [];
}

function columnsOfType({ tables }: Catalog, { name }: ObjectName): readonly string[] {
  return [...tables.values()].flatMap((table) =>
    table.columns
      .filter(({ type }) => type.name === name)
      .map((column) => subjectOf(table.name, column.name)),
  );
}
