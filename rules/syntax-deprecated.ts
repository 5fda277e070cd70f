import { code, defineRule, isAtLeast, serverText, subjectOf } from '../src/engine/rule.js';
import type { OperationOf } from '../src/engine/rule.js';

export const syntaxDeprecated = defineRule({
  id: 'syntax-deprecated',
  summary: 'A column is written in a way that this release warns of and a later one refuses',
  question: 'How is this written so that later releases accept it?',
  dialects: ['mysql'],
  severity: 'advice',
  offByDefault: true,
  on: ['addColumn', 'redefineColumn'],
  check({ operation, server, isRollback }) {
    const column = operation.kind === 'addColumn' ? operation.column : operation.definition;
    const found = isRollback || !isAtLeast(server, 8, 0, 17) ? undefined : deprecatedIn(column);
    if (!found) return undefined;
    const subject = subjectOf(operation.table, column.name);
    return {
      subject,
      headline: `${code(subject)} uses ${found.what}, which MySQL has deprecated`,
      message: `${found.why} ${serverText(server)} accepts it with a warning, which no migration tool shows; a later release may refuse it, and then a new database cannot be built from these migrations.`,
      remedy: found.remedy,
    };
  },
});

interface Deprecated {
  readonly what: string;
  readonly why: string;
  readonly remedy: string;
}

const INTEGER = /^(?:tiny|small|medium|big)?int$/;
const APPROXIMATE = /^(?:float|double)$/;

function deprecatedIn({ type, autoIncrement }: OperationOf<'addColumn'>['column']): Deprecated | undefined {
  const { name, length, scale, unsigned, zerofill } = type;
  if (zerofill === true)
    return {
      what: code('ZEROFILL'),
      why: 'ZEROFILL pads numbers in the client only, and makes the column UNSIGNED besides.',
      remedy: 'Pad where the number is shown (`LPAD`), or store the text as CHAR.',
    };
  // TINYINT(1) is kept for drivers that read it as a boolean.
  if (INTEGER.test(name) && length !== undefined && !(name === 'tinyint' && length === 1))
    return {
      what: `the display width in ${code(type.text)}`,
      why: 'The figure in brackets limits nothing: each integer type holds the same range with it and without.',
      remedy: 'Leave the figure out.',
    };
  if (APPROXIMATE.test(name) && scale !== undefined)
    return {
      what: `digits in ${code(type.text)}`,
      why: 'FLOAT(M,D) and DOUBLE(M,D) are no standard SQL, and round each value when it is stored.',
      remedy: 'Write FLOAT or DOUBLE, or DECIMAL(M,D) where the digits matter.',
    };
  if (unsigned === true && /^(?:float|double|decimal)$/.test(name))
    return {
      what: `${code('UNSIGNED')} on ${code(name.toUpperCase())}`,
      why: 'UNSIGNED is meant for integers; here it only refuses negative numbers.',
      remedy: 'Leave it out, and add a CHECK where no negative number may be stored.',
    };
  if (autoIncrement === true && APPROXIMATE.test(name))
    return {
      what: `${code('AUTO_INCREMENT')} on ${code(name.toUpperCase())}`,
      why: 'A float cannot count above its digits.',
      remedy: 'Use BIGINT.',
    };
  return undefined;
}
