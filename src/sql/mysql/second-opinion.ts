import mysqlBuild from 'node-sql-parser/build/mysql.js';

/** Larger texts cost node-sql-parser more than their answer is worth. */
const LONGEST = 20_000;

let parser: InstanceType<typeof mysqlBuild.Parser> | undefined;

/** True when node-sql-parser takes the text for one statement of DML. */
export function acceptedElsewhere(text: string): boolean {
  if (text.length > LONGEST) return false;
  parser ??= new mysqlBuild.Parser();
  try {
    const ast = parser.astify(text, { database: 'MySQL' });
    return !Array.isArray(ast) || ast.length === 1;
  } catch {
    return false;
  }
}
