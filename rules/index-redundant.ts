import { code, defineRule, findTable, subjectOf } from '../src/engine/rule.js';

export const indexRedundant = defineRule({
  id: 'index-redundant',
  summary: 'A new index is the beginning of another one: it costs writes and serves no query of its own',
  question: 'Which of two indexes that begin alike is needed?',
  dialects: ['mysql', 'mariadb', 'postgres'],
  severity: 'advice',
  on: ['addIndex'],
  check({ operation, after, end, isRollback }) {
    const { index, table: name } = operation;
    const { unique, where, include = [], method = 'btree', invisible } = index;
    if (isRollback || unique || where || include.length > 0 || method !== 'btree' || invisible)
      return undefined;
    const [table, last] = [findTable(after, name), findTable(end, name)];
    if (!table || !last || table.uncertain.length > 0) return undefined;
    const own = JSON.stringify(index.parts.map(shapeOf));
    // The server names an index that has no name: it is the last one of its shape.
    const unnamed = table.indexes.findLast(({ parts }) => JSON.stringify(parts.map(shapeOf)) === own);
    const isOwn = (other: { readonly name: string }): boolean =>
      index.name === undefined ? other === unnamed : other.name === index.name;
    // Two of one shape are told on the second; a wider one may also come behind the new one.
    const there = new Set(table.indexes.map((other) => other.name));
    const wider = last.indexes.find(
      (other) =>
        !isOwn(other) &&
        (there.has(other.name) || other.parts.length > index.parts.length) &&
        !other.where &&
        !other.invisible &&
        other.implicitFor === undefined &&
        other.method === 'btree' &&
        JSON.stringify(other.parts.slice(0, index.parts.length).map(shapeOf)) === own,
    );
    if (!wider || !last.indexes.some(isOwn)) return undefined;
    const subject = subjectOf(name, index.name);
    const isSame = wider.parts.length === index.parts.length;
    return {
      subject,
      headline: `${isSame ? 'The same index twice' : 'An index that another one contains'}: ${code(wider.name)} serves already`,
      message: `${code(wider.name)} of ${code(subjectOf(name))} begins with the same columns in the same order, so that it finds what the new index finds. Each one is written with every INSERT and takes its share of memory and disk.`,
      remedy: `Leave the new index out.${isSame ? '' : ' It may be worth its cost where it is much narrower than the other and read all the time; then say so.'}`,
    };
  },
});

interface Part {
  readonly column?: string | undefined;
  readonly expression?: { readonly text: string } | undefined;
  readonly prefix?: number | undefined;
  readonly order?: string | undefined;
  readonly nulls?: string | undefined;
  readonly operatorClass?: string | undefined;
  readonly collation?: string | undefined;
}

function shapeOf({ column, expression, prefix, order, nulls, operatorClass, collation }: Part) {
  return [column?.toLowerCase(), expression?.text, prefix, order ?? 'asc', nulls, operatorClass, collation];
}
