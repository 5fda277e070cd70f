import { code, defineRule, findView, serverText, subjectOf } from '../src/engine/rule.js';

export const materializedViewRefreshBlocks = defineRule({
  id: 'materialized-view-refresh-blocks',
  summary: 'REFRESH MATERIALIZED VIEW keeps readers out, or leaves the view without data',
  question: 'How do I refresh a materialised view while people read it?',
  dialects: ['postgres'],
  severity: 'warning',
  scale: 'size',
  on: ['refreshView'],
  check({ operation, statement, isNew, server, before }) {
    const { view, concurrently, withData } = operation;
    const whole = statement.impact.statement;
    if (concurrently || isNew(view) || (whole.kind === 'decided' && whole.impact.refused)) return undefined;
    const name = code(subjectOf(view));
    const detection = { subject: subjectOf(view), table: view };
    if (!withData) {
      return {
        ...detection,
        headline: `Every query of ${name} fails until it is refreshed again`,
        message: `WITH NO DATA empties ${name} and marks it as not populated: from then on every query of it fails with \`55000\`, until a REFRESH with data has run.`,
        remedy: 'Leave WITH NO DATA away and refresh the view concurrently.',
      };
    }
    const isKeyed = findView(before, view)?.indexes.some(
      ({ unique, where, parts }) => unique && !where && parts.every(({ column }) => column !== undefined),
    );
    return {
      ...detection,
      headline: `Every query of ${name} waits while it is filled again`,
      message: `${serverText(server)} holds an ACCESS EXCLUSIVE lock on ${name} for as long as its query runs: everybody who reads the view waits.${isKeyed ? '' : ' CONCURRENTLY needs a unique index over whole columns, and the view has none.'}`,
      remedy: isKeyed
        ? 'Use REFRESH MATERIALIZED VIEW CONCURRENTLY: readers keep the old rows until the new ones are there.'
        : 'Create a unique index on the view with CREATE UNIQUE INDEX CONCURRENTLY, over columns that name each row once; then use REFRESH MATERIALIZED VIEW CONCURRENTLY.',
      replacement: isKeyed
        ? { kind: 'after-words', words: 'REFRESH MATERIALIZED VIEW', text: ' CONCURRENTLY' }
        : undefined,
    };
  },
});
