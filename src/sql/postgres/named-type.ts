import type {
  AlterDomainStmt,
  AlterEnumStmt,
  AlterSeqStmt,
  CompositeTypeStmt,
  CreateDomainStmt,
  CreateEnumStmt,
  CreateRangeStmt,
  CreateSeqStmt,
  DefineStmt,
  Node,
} from 'libpg-query';
import type { TableRef } from '../name.js';
import type { Operation, OperationOf } from '../operation.js';
import { dataTypeOf } from './data-type.js';
import { objectWord } from './drop.js';
import { defaultOf } from './expression.js';
import type { Source } from './source.js';
import { as, each, isTemporary, items, nameOf, strings, tableOf, valueText } from './tree.js';

/** CREATE TYPE … AS ENUM. */
export function readCreateEnum(statement: CreateEnumStmt, source: Source): readonly Operation[] {
  const type = nameOf(strings(statement.typeName));
  const definition = { kind: 'enum', values: strings(statement.vals) } as const;
  return [{ kind: 'createType', span: source.span, type, definition }];
}

/** CREATE TYPE … AS (…). */
export function readCreateComposite(statement: CompositeTypeStmt, source: Source): readonly Operation[] {
  const attributes = each(statement.coldeflist, 'ColumnDef').map((column) => ({
    name: column.colname ?? '',
    type: dataTypeOf(column.typeName),
  }));
  const type = tableOf(statement.typevar);
  return [{ kind: 'createType', span: source.span, type, definition: { kind: 'composite', attributes } }];
}

/** CREATE TYPE … AS RANGE. */
export function readCreateRange(statement: CreateRangeStmt, source: Source): readonly Operation[] {
  const type = nameOf(strings(statement.typeName));
  return [{ kind: 'createType', span: source.span, type, definition: { kind: 'range' } }];
}

/** CREATE TYPE of base types, and aggregates, operators, collations, text search objects. */
export function readDefine(statement: DefineStmt, source: Source): readonly Operation[] {
  const { span } = source;
  const name = nameOf(strings(statement.defnames));
  if (statement.kind === 'OBJECT_TYPE') {
    const kind = statement.definition ? 'base' : 'shell';
    return [{ kind: 'createType', span, type: name, definition: { kind } }];
  }
  const orReplace = statement.replace ?? false;
  if (statement.kind === 'OBJECT_AGGREGATE')
    return [{ kind: 'createRoutine', span, routine: name, routineKind: 'aggregate', orReplace }];
  const ifNotExists = statement.if_not_exists;
  return [{ kind: 'createObject', span, object: objectWord(statement.kind), name, orReplace, ifNotExists }];
}

/** CREATE DOMAIN. */
export function readCreateDomain(statement: CreateDomainStmt, source: Source): readonly Operation[] {
  const constraints = each(statement.constraints, 'Constraint');
  const starts = constraints.map(({ location }) => source.indexOf(location));
  const at = constraints.findIndex(({ contype }) => contype === 'CONSTR_DEFAULT');
  const range = { from: (starts[at] ?? 0) + 1, to: (starts[at + 1] ?? source.tokens.length) - 1 };
  const written = constraints[at];
  return [
    {
      kind: 'createType',
      span: source.span,
      type: nameOf(strings(statement.domainname)),
      definition: {
        kind: 'domain',
        base: dataTypeOf(statement.typeName),
        notNull: constraints.some(({ contype }) => contype === 'CONSTR_NOTNULL'),
        hasCheck: constraints.some(({ contype }) => contype === 'CONSTR_CHECK'),
        default: written && defaultOf(source, written.raw_expr, range),
      },
    },
  ];
}

type DomainAction = OperationOf<'alterDomain'>['action'];

/** ALTER DOMAIN. */
export function readAlterDomain(statement: AlterDomainStmt, source: Source): readonly Operation[] {
  const { span } = source;
  const domain = nameOf(strings(statement.typeName));
  const added = as(statement.def, 'Constraint');
  const action = domainAction(statement);
  const constraint = added?.conname ?? statement.name;
  return [{ kind: 'alterDomain', span, domain, action, constraint, notValid: added?.skip_validation }];
}

function domainAction({ subtype, def }: AlterDomainStmt): DomainAction {
  switch (subtype) {
    case 'T':
      return def ? 'set-default' : 'drop-default';
    case 'N':
      return 'drop-not-null';
    case 'O':
      return 'set-not-null';
    case 'X':
      return 'drop-constraint';
    case 'V':
      return 'validate';
    default:
      return as(def, 'Constraint')?.contype === 'CONSTR_NOTNULL' ? 'set-not-null' : 'add-check';
  }
}

/** ALTER TYPE … ADD VALUE and RENAME VALUE. */
export function readAlterEnum(statement: AlterEnumStmt, source: Source): readonly Operation[] {
  const { span } = source;
  const type = nameOf(strings(statement.typeName));
  const value = statement.newVal ?? '';
  if (statement.oldVal !== undefined)
    return [{ kind: 'renameEnumValue', span, type, value: statement.oldVal, to: value }];
  const neighbour = statement.newValNeighbor;
  const ifNotExists = statement.skipIfNewValExists ?? false;
  const place = statement.newValIsAfter ? { after: neighbour } : { before: neighbour };
  return [{ kind: 'addEnumValue', span, type, value, ifNotExists, ...place }];
}

/** CREATE SEQUENCE. */
export function readCreateSequence(statement: CreateSeqStmt, source: Source): readonly Operation[] {
  return [
    {
      kind: 'createSequence',
      span: source.span,
      sequence: tableOf(statement.sequence),
      ifNotExists: statement.if_not_exists ?? false,
      temporary: isTemporary(statement.sequence) ? true : undefined,
      ...sequenceOptions(statement.options),
    },
  ];
}

/** ALTER SEQUENCE. */
export function readAlterSequence(statement: AlterSeqStmt, source: Source): readonly Operation[] {
  const sequence = tableOf(statement.sequence);
  return [{ kind: 'alterSequence', span: source.span, sequence, ...sequenceOptions(statement.options) }];
}

interface SequenceOptions {
  readonly ownedBy?: { readonly table: TableRef; readonly column: string } | undefined;
  readonly options: Readonly<Record<string, string>>;
}

/** OWNED BY NONE stands among the options as `owned_by: none`. */
function sequenceOptions(nodes: readonly Node[] | undefined): SequenceOptions {
  const options = new Map<string, string>();
  let ownedBy: SequenceOptions['ownedBy'];
  for (const { defname = '', arg } of each(nodes, 'DefElem')) {
    const owner = defname === 'owned_by' ? strings(items(arg)) : [];
    if (owner.length > 1) ownedBy = { table: nameOf(owner.slice(0, -1)), column: owner.at(-1) ?? '' };
    else options.set(defname, defname === 'as' ? dataTypeOf(as(arg, 'TypeName')).name : valueText(arg));
  }
  return { ownedBy, options: Object.fromEntries(options) };
}
