import { code, defineRule, namesMadeBy, reservedFrom, serverText } from '../src/engine/rule.js';

export const nameReserved = defineRule({
  id: 'name-reserved',
  summary: 'A new table or column is called like a reserved word, and has to be quoted everywhere',
  question: 'Which names have to be quoted everywhere?',
  dialects: ['mysql', 'mariadb', 'postgres'],
  severity: 'advice',
  offByDefault: true,
  on: ['createTable', 'renameTable', 'addColumn', 'redefineColumn', 'renameColumn', 'createView'],
  check({ operation, server, isRollback }) {
    if (isRollback) return undefined;
    if (operation.kind === 'redefineColumn' && operation.definition.name === operation.column)
      return undefined;
    const name = namesMadeBy(operation).find((one) => reservedFrom(server, one) !== undefined);
    if (name === undefined) return undefined;
    const isNow = reservedFrom(server, name) === 'now';
    const where = isNow ? serverText(server) : `a newer release than ${serverText(server)}`;
    return {
      subject: name,
      headline: `${code(name)} is a reserved word ${isNow ? 'of' : 'in'} ${where}`,
      message: isNow
        ? `Every query has to quote ${code(name)}. One that does not is a syntax error, or means something else${server.dialect === 'postgres' ? ` (${code('user')} is the role that asks)` : ''}.`
        : `Queries that do not quote ${code(name)} work today, and are syntax errors after the upgrade.`,
      remedy: isNow
        ? 'Choose another name while nothing uses it.'
        : `Choose another name, or quote it everywhere.`,
    };
  },
});
