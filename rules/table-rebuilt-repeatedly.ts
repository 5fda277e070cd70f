import { code, defineMigrationRule, subjectOf } from '../src/engine/rule.js';
import type { Impact, StatementChange } from '../src/engine/rule.js';

export const tableRebuiltRepeatedly = defineMigrationRule({
  id: 'table-rebuilt-repeatedly',
  summary: 'Several statements of one file rewrite the same table, each from one end to the other',
  dialects: ['mysql', 'mariadb'],
  severity: 'advice',
  offByDefault: true,
  check({ changes, runner }) {
    const seen = new Map<string, Impact['work']>();
    for (const [index, change] of changes.entries()) {
      const [rewrite] = runner === 'direct' ? rewritesOf(change) : [];
      if (!rewrite) continue;
      const name = subjectOf(rewrite.table);
      const earlier = seen.get(name);
      if (earlier === rewrite.work) {
        return {
          subject: name,
          at: { index },
          table: rewrite.table,
          headline: `${code(name)} is rewritten again, though one statement could do it all`,
          message: `An earlier statement of this file already ${earlier === 'copy' ? 'copies' : 'rebuilds'} ${code(name)}, and this one does the same again: each costs the whole time, on the source and on every replica.`,
          remedy: `Put these actions into one ALTER TABLE: the table is written anew once for all of them. Leave out of it what is instant.`,
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
