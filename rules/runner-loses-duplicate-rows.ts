import {
  code,
  codeList,
  defineRule,
  isAtStake,
  isUniqueAlready,
  sharedValuesQuery,
  subjectOf,
} from '../src/engine/rule.js';

export const runnerLosesDuplicateRows = defineRule({
  id: 'runner-loses-duplicate-rows',
  summary: 'gh-ost and pt-online-schema-change drop the rows that a new unique key does not admit',
  question: 'How do I add a unique key with an online schema change tool?',
  dialects: ['mysql', 'mariadb'],
  severity: 'blocker',
  supersedes: ['rows-duplicate'],
  on: ['addIndex'],
  check(change) {
    const { operation, runner, table, server } = change;
    const { index, table: ref } = operation;
    if ((runner !== 'gh-ost' && runner !== 'pt-osc') || !index.unique || !isAtStake(change, ref))
      return undefined;
    const columns = index.parts.map(({ column, expression }) => column ?? expression?.text ?? '');
    const known = table(ref);
    if (known && isUniqueAlready(known, columns)) return undefined;
    const name = subjectOf(ref);
    const tool = runner === 'gh-ost' ? 'gh-ost' : 'pt-online-schema-change';
    const guard =
      runner === 'gh-ost'
        ? 'It finishes without an error.'
        : 'With `--no-check-unique-key-change` it finishes without an error; without that option it refuses.';
    return {
      subject: subjectOf(ref, index.name),
      headline: `${tool} drops rows of ${code(name)} that share ${codeList(columns)}`,
      message: `${tool} fills the new table with ${code('INSERT IGNORE')}: of rows with the same ${codeList(columns)} it keeps one and leaves out the others, also those that are written while it runs. ${guard} ALTER TABLE would stop at the first duplicate and leave every row alone.`,
      remedy:
        'Add the unique key with ALTER TABLE itself, which builds it while writes go on (`ALGORITHM=INPLACE, LOCK=NONE`), after the query has found no row.',
      recipe: [sharedValuesQuery(server, ref, index)],
    };
  },
});
