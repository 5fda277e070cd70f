import type { TableRef } from '../name.js';
import type { Operation, OperationOf } from '../operation.js';
import { lookUp } from '../../look-up.js';
import { name, objectName, wholeNumber } from './name.js';
import { partitionDefinition, partitionDefinitions } from './partition.js';
import { ifExists, ifNotExists } from './reading.js';
import type { TokenStream } from './token-stream.js';

type Action = OperationOf<'changePartitions'>['action'];
type Details = Omit<OperationOf<'changePartitions'>, 'kind' | 'table' | 'span'>;

const ON_NAMED: Readonly<Record<string, Action>> = {
  DROP: 'drop',
  TRUNCATE: 'truncate',
  ANALYZE: 'analyze',
  CHECK: 'check',
  OPTIMIZE: 'optimize',
  REBUILD: 'rebuild',
  REPAIR: 'repair',
  DISCARD: 'discard-tablespace',
  IMPORT: 'import-tablespace',
};

/** Reads what ALTER TABLE does to single partitions; undefined when something else stands at the cursor. */
export function partitionAction(s: TokenStream, table: TableRef): Operation | undefined {
  const from = s.index;
  if (s.isAll('CONVERT', 'TABLE')) return convertTable(s, table, from);
  if (s.peek(1).upper !== 'PARTITION') return undefined;
  if (s.is('EXCHANGE')) return exchange(s, table, from);
  const details = partitionDetails(s);
  return details && { kind: 'changePartitions', table, ...details, span: s.spanFrom(from) };
}

function partitionDetails(s: TokenStream): Details | undefined {
  const { upper } = s.current;
  const action = lookUp(ON_NAMED, upper);
  if (action !== undefined) return onNamed(s, action);
  if (upper !== 'ADD' && upper !== 'COALESCE' && upper !== 'REORGANIZE' && upper !== 'CONVERT')
    return undefined;
  s.advance();
  s.advance();
  if (upper === 'ADD') return add(s);
  if (upper === 'COALESCE') {
    withoutBinlog(s);
    return { action: 'coalesce', partitions: [], count: wholeNumber(s, 'a number of partitions') };
  }
  return upper === 'REORGANIZE' ? reorganize(s) : convertPartition(s);
}

function onNamed(s: TokenStream, action: Action): Details {
  const word = s.advance().upper;
  s.expect('PARTITION');
  const quietly = word === 'DROP' && ifExists(s, 'DROP PARTITION');
  if (word !== 'DROP' && word !== 'TRUNCATE' && word !== 'DISCARD' && word !== 'IMPORT') withoutBinlog(s);
  const partitions = word !== 'DROP' && s.accept('ALL') ? [] : names(s);
  if (word === 'DISCARD' || word === 'IMPORT') s.expect('TABLESPACE');
  if (word === 'CHECK')
    while (s.acceptAny('QUICK', 'FAST', 'MEDIUM', 'EXTENDED', 'CHANGED') ?? s.acceptAll('FOR', 'UPGRADE'));
  if (word === 'REPAIR') while (s.acceptAny('QUICK', 'EXTENDED', 'USE_FRM') !== undefined);
  return { action, partitions, ...(quietly ? { quietly } : {}) };
}

function names(s: TokenStream): string[] {
  return s.list(() => name(s, 'a partition name'));
}

function withoutBinlog(s: TokenStream): void {
  s.acceptAny('NO_WRITE_TO_BINLOG', 'LOCAL');
}

function add(s: TokenStream): Details {
  const quietly = ifNotExists(s, 'ADD PARTITION') ? ({ quietly: true } as const) : {};
  withoutBinlog(s);
  if (s.accept('PARTITIONS')) {
    return { action: 'add', partitions: [], ...quietly, count: wholeNumber(s, 'a number of partitions') };
  }
  return { action: 'add', partitions: partitionDefinitions(s), ...quietly };
}

function reorganize(s: TokenStream): Details {
  withoutBinlog(s);
  if (s.atEnd) return { action: 'reorganize', partitions: [] };
  const partitions = names(s);
  s.expect('INTO');
  return { action: 'reorganize', partitions, into: partitionDefinitions(s) };
}

function convertPartition(s: TokenStream): Details {
  s.needs('CONVERT PARTITION', { mariadb: '10.7' });
  const partitions = [name(s, 'a partition name')];
  s.expect('TO', 'TABLE');
  return { action: 'convert-to-table', partitions, withTable: objectName(s) };
}

function convertTable(s: TokenStream, table: TableRef, from: number): Operation {
  s.expect('CONVERT', 'TABLE');
  s.needs('CONVERT TABLE', { mariadb: '10.7' });
  const withTable = objectName(s);
  s.expect('TO');
  const partitions = [partitionDefinition(s)];
  const validated = validation(s);
  return {
    kind: 'changePartitions',
    table,
    action: 'convert-from-table',
    partitions,
    withTable,
    ...(validated ? {} : { validation: false }),
    span: s.spanFrom(from),
  };
}

function exchange(s: TokenStream, table: TableRef, from: number): Operation {
  s.expect('EXCHANGE', 'PARTITION');
  const partition = name(s, 'a partition name');
  s.expect('WITH', 'TABLE');
  const withTable = objectName(s);
  const validated = validation(s);
  return {
    kind: 'exchangePartition',
    table,
    partition,
    withTable,
    validation: validated,
    span: s.spanFrom(from),
  };
}

function validation(s: TokenStream): boolean {
  const word = s.acceptAny('WITH', 'WITHOUT');
  if (word !== undefined) {
    s.expect('VALIDATION');
    s.needs('VALIDATION', { mysql: '5.7.5', mariadb: '11.4' });
  }
  return word !== 'WITHOUT';
}
