import type { SelectStmt } from 'libpg-query';
import type { Operation } from '../operation.js';
import type { Source } from './source.js';
import { as, each, strings } from './tree.js';

/** `SELECT set_config('lock_timeout', '5s', false)` as the SET that it is. */
export function settingCalls(statement: SelectStmt, source: Source): readonly Operation[] {
  return each(statement.targetList, 'ResTarget').flatMap(({ val }) => {
    const call = as(val, 'FuncCall');
    if (!call || strings(call.funcname).at(-1) !== 'set_config') return [];
    const [name, value, local] = (call.args ?? []).map((argument) => as(argument, 'A_Const'));
    if (name?.sval?.sval === undefined) return [];
    return [
      {
        kind: 'setVariable',
        span: source.span,
        scope: local?.boolval?.boolval === true ? 'local' : 'session',
        name: name.sval.sval.toLowerCase(),
        value: value?.sval && (value.sval.sval ?? ''),
      },
    ];
  });
}
