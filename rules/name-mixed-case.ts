import { code, defineRule, namesMadeBy, serverText } from '../src/engine/rule.js';

export const nameMixedCase = defineRule({
  id: 'name-mixed-case',
  summary: 'A new name holds capitals, which servers treat differently or want quoted',
  question: 'How should tables and columns be written: lower case or mixed?',
  dialects: ['mysql', 'mariadb', 'postgres'],
  severity: 'advice',
  offByDefault: true,
  on: ['createTable', 'renameTable', 'addColumn', 'renameColumn', 'createView'],
  check({ operation, server, isRollback }) {
    const isPostgres = server.dialect === 'postgres';
    const isColumn = operation.kind === 'addColumn' || operation.kind === 'renameColumn';
    // MySQL compares column names without case everywhere.
    if (isRollback || (isColumn && !isPostgres)) return undefined;
    const name = namesMadeBy(operation).find((one) => one !== one.toLowerCase());
    if (name === undefined) return undefined;
    return {
      subject: name,
      headline: isPostgres
        ? `${code(name)} is found only where it is quoted`
        : `${code(name)} and ${code(name.toLowerCase())} are one table on some servers and two on others`,
      message: isPostgres
        ? `PostgreSQL folds a name that is not quoted to ${code(name.toLowerCase())}, which does not exist. Whoever writes a query by hand has to quote ${code(name)} each time.`
        : `${serverText(server)} compares table names as ${code('lower_case_table_names')} says, which cannot be changed once the server has data: with case on Linux, without on Windows and macOS. A query that writes ${code(name.toLowerCase())} works on a laptop and fails in production, and a dump moved between the two may not load.`,
      remedy: `Write ${code(name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toLowerCase())}.`,
    };
  },
});
