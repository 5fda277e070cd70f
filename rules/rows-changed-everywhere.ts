import {
  batchSteps,
  code,
  defineRule,
  isAtStake,
  isInBody,
  rowsTouched,
  subjectOf,
  tableDump,
} from '../src/engine/rule.js';

export const rowsChangedEverywhere = defineRule({
  id: 'rows-changed-everywhere',
  summary: 'UPDATE or DELETE of every row of a table, in one statement',
  question: 'How do I change every row of a table safely?',
  dialects: ['mysql', 'mariadb', 'postgres'],
  severity: 'blocker',
  scale: 'size',
  supersedes: ['ddl-mixed-with-data'],
  on: ['update', 'delete'],
  check(change) {
    const { operation, server, table } = change;
    const name = operation.tables.find(
      (one) => isAtStake(change, one) && rowsTouched(operation, one, change) === 'all',
    );
    if (!name) return undefined;
    const subject = subjectOf(name);
    const shown = table(name);
    const isDelete = operation.kind === 'delete';
    const joined = operation.reads.some((one) => one.name !== name.name);
    const cause = operation.where
      ? `The condition ${code(operation.where.text)} holds for every row`
      : 'There is no WHERE';
    const extent = `the whole of ${code(subject)}${joined ? ' (of a join, each row that has a partner)' : ''}`;
    const cost =
      server.dialect === 'postgres'
        ? `Every row stays locked until the transaction commits; what was there before stays behind for vacuum${isDelete ? '' : ', so that the table and its indexes may double'}. Replicas replay the same.`
        : 'InnoDB locks every row until the statement commits, writers run into lock wait timeouts, the undo log grows with each row, and a failure rolls back for as long again. Replicas lag by the same time; the lock table itself may run full (error 1206).';
    return {
      subject,
      table: name,
      headline: `${isDelete ? 'DELETE removes' : 'UPDATE rewrites'} every row of ${code(subject)} in one transaction`,
      message: `${cause}: ${extent} is ${isDelete ? 'deleted' : 'written'} in one statement. ${cost}`,
      remedy: isDelete
        ? `If some rows are meant, name them in a WHERE. If all are, say so in an acknowledgement with the dump that holds them, and delete them in batches outside the deployment.`
        : 'If some rows are meant, name them in a WHERE. If all are, let the migration change the schema only, and fill the rows in batches outside the deployment.',
      recipe: [
        ...(isDelete ? [tableDump(server, name)] : []),
        // In a block the statement may use variables that stand nowhere else.
        ...(shown && !isInBody(change) ? batchSteps(server, shown, name, operation) : []),
      ],
    };
  },
});
