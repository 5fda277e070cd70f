import { code, defineMigrationRule, subjectOf, tableNames } from '../src/engine/rule.js';
import type { Impact, StatementChange } from '../src/engine/rule.js';

export const tableRebuiltRepeatedly = defineMigrationRule({
  id: 'table-rebuilt-repeatedly',
  summary: 'Several statements of one file rewrite the same table, each from one end to the other',
  question: 'How do I put several rewrites of one table into one?',
  dialects: ['mysql', 'mariadb', 'postgres'],
  severity: 'advice',
  offByDefault: true,
  check({ changes, runner, server, isRollback }) {
    if (isRollback || (runner !== 'direct' && server.dialect !== 'postgres')) return undefined;
    const seen = new Map<string, Impact['work']>();
    for (const [index, change] of changes.entries()) {
      const [rewrite] = rewritesOf(change);
      if (!rewrite) continue;
      const name = tableNames(change.before, [rewrite.table])[0] ?? subjectOf(rewrite.table);
      const earlier = seen.get(name);
      if (earlier === rewrite.work) {
        return {
          subject: name,
          at: { index },
          table: rewrite.table,
          headline: `${code(name)} is rewritten again, though one statement could do it all`,
          message: `An earlier statement of this file already ${earlier === 'copy' ? 'copies' : 'rebuilds'} ${code(name)}, and this one does the same again: each costs the whole time${server.dialect === 'postgres' ? ', with all indexes, while nobody reads or writes the table' : ', on the source and on every replica'}.`,
          remedy: `Put these actions into one ALTER TABLE: the table is written anew once for all of them. ${server.dialect === 'postgres' ? 'Leave out of it the drop of a CHECK that proves a SET NOT NULL: drops run first, and the proof would be gone.' : 'Leave out of it what is instant.'}`,
        };
      }
      seen.set(name, rewrite.work);
    }
    return undefined;
  },
});

interface Rewrite {
  readonly table: Impact['rewrites'][number];
  readonly work: Impact['work'];
}

function rewritesOf({ statement, isNew }: StatementChange): readonly Rewrite[] {
  const whole = statement.impact.statement;
  if (whole.kind === 'undecided' || whole.impact.refused || statement.head !== 'ALTER TABLE') return [];
  const { work, rewrites } = whole.impact;
  if (work !== 'copy' && work !== 'rebuild') return [];
  return rewrites.filter((table) => !isNew(table)).map((table) => ({ table, work }));
}
