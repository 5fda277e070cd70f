import type { OperationOf } from '../../sql/operation.js';
import { lookUp } from '../../look-up.js';
import type { Change, ChangeKind } from './change.js';
import type { ChangesByOperation } from './changes-by-operation.js';
import type { Altered } from './subject.js';

export const TABLE_CHANGES: ChangesByOperation = {
  setTableOption: (operation, altered) => [option(operation, altered)],
  rebuildTable: (operation) => [{ kind: REBUILDS[operation.how] ?? 'force', operation }],
  renameTable: (operation) => [{ kind: 'rename-table', operation }],
  changeTablespace: (operation) => [{ kind: 'discard-tablespace', operation }],
  changeSystemVersioning: (operation) => [
    {
      kind: operation.action.startsWith('add') ? 'add-system-versioning' : 'drop-system-versioning',
      operation,
    },
  ],
};

const REBUILDS: Readonly<Record<string, ChangeKind>> = {
  force: 'force',
  optimize: 'optimize',
  'order-by': 'order-by',
};

/** Options that are more to the server than a value kept beside the table. */
const OPTIONS: Readonly<Record<string, ChangeKind>> = {
  comment: 'table-comment',
  charset: 'table-charset',
  collate: 'table-charset',
  row_format: 'row-format',
  key_block_size: 'row-format',
  auto_increment: 'auto-increment-value',
  stats_persistent: 'statistics-option',
  stats_auto_recalc: 'statistics-option',
  stats_sample_pages: 'statistics-option',
  compression: 'compression-option',
  page_compressed: 'page-compressed',
  page_compression_level: 'page-compressed',
  encryption: 'encryption-option',
  encrypted: 'encryption-option',
  encryption_key_id: 'encryption-option',
  tablespace: 'tablespace-option',
};

function option(operation: OperationOf<'setTableOption'>, altered: Altered): Change {
  const { option: name, value } = operation;
  const kind = name === 'engine' ? engine(value, altered) : optionKind(name, value, altered);
  return { kind, operation, option: { name, value } };
}

function optionKind(name: string, value: string, altered: Altered): ChangeKind {
  const keeps =
    (name === 'encryption' && isSameEncryption(value, altered)) ||
    (name === 'page_compressed' && isSamePageCompression(value, altered));
  return keeps ? 'table-option' : (lookUp(OPTIONS, name) ?? 'table-option');
}

/** Where the history does not show the table it is taken for compressed: that is the dearer case. */
function isSamePageCompression(value: string, { table }: Altered): boolean {
  const isOff = (text: string): boolean => /^(0|no|off)$/i.test(text);
  return table !== undefined && isOff(value) && isOff(table.options['page_compressed'] ?? '0');
}

function isSameEncryption(value: string, { table }: Altered): boolean {
  return value.toUpperCase() === (table?.options['encryption'] ?? 'N').toUpperCase();
}

/** ENGINE= with the engine that the table has already rebuilds it. */
function engine(value: string, altered: Altered): ChangeKind {
  const current = altered.table?.engine ?? 'innodb';
  return value.toLowerCase() === current ? 'same-engine' : 'change-engine';
}
