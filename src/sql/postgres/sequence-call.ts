import type { SelectStmt } from 'libpg-query';
import type { ObjectName } from '../name.js';
import { as, each, nameOf, strings } from './tree.js';

const ON_SEQUENCES: ReadonlySet<string> = new Set(['nextval', 'setval', 'currval']);

/** The sequences that a SELECT's list names in nextval, setval and currval, where they are literals. */
export function sequenceCalls(statement: SelectStmt): readonly ObjectName[] {
  return each(statement.targetList, 'ResTarget').flatMap(({ val }) => {
    const call = as(val, 'FuncCall');
    if (!call || !ON_SEQUENCES.has(strings(call.funcname).at(-1) ?? '')) return [];
    const [first] = call.args ?? [];
    const constant = as(as(first, 'TypeCast')?.arg ?? first, 'A_Const');
    const text = constant?.sval?.sval;
    return text === undefined ? [] : [sequenceName(text)];
  });
}

/** `public."Orders_id_seq"` as regclass reads it: folded where it is not quoted. */
function sequenceName(text: string): ObjectName {
  const parts = text.match(/"(?:[^"]|"")*"|[^."\s]+/g) ?? [];
  return nameOf(
    parts.map((part) =>
      part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part.toLowerCase(),
    ),
  );
}
