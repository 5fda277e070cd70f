import {
  code,
  defineStatementRule,
  findTable,
  foreignKeysOf,
  primaryKeyOf,
  subjectOf,
  tablesReferencing,
} from '../src/engine/rule.js';
import type { Operation, StatementChange, Table } from '../src/engine/rule.js';

type Tool = Exclude<StatementChange['runner'], 'direct'>;

const NAME: Readonly<Record<Tool, string>> = {
  'gh-ost': 'gh-ost',
  'pt-osc': 'pt-online-schema-change',
  spirit: 'Spirit',
};

export const runnerCannotAlter = defineStatementRule({
  id: 'runner-cannot-alter',
  summary:
    'A change that the configured online schema change tool refuses, or makes only with options that have a price',
  question: 'Which changes can gh-ost, pt-osc or spirit not make?',
  dialects: ['mysql', 'mariadb'],
  severity: 'warning',
  check(change) {
    const { statement, runner, isNew, before } = change;
    const [first] = statement.operations;
    const ref = first && 'table' in first ? first.table : undefined;
    const table = ref && findTable(before, ref);
    if (runner === 'direct' || statement.head !== 'ALTER TABLE' || !ref || isNew(ref) || !table)
      return undefined;
    const whole = statement.impact.statement;
    if (whole.kind === 'decided' && whole.impact.refused) return undefined;
    const obstacle = obstacleTo(runner, table, change);
    if (!obstacle) return undefined;
    const name = subjectOf(ref);
    return {
      subject: name,
      headline: `${NAME[runner]} cannot make this change of ${code(name)}: ${obstacle.what}`,
      message: obstacle.message,
      remedy: obstacle.remedy,
    };
  },
});

interface Obstacle {
  readonly what: string;
  readonly message: string;
  readonly remedy: string;
}

const DIRECT = 'Make this change with ALTER TABLE itself, in a window if it blocks writers.';

function obstacleTo(tool: Tool, table: Table, change: StatementChange): Obstacle | undefined {
  const { operations } = change.statement;
  return (
    ofRename(tool, operations) ??
    ofForeignKeys(tool, table, change) ??
    ofTriggers(tool, table) ??
    ofKey(tool, table, change) ??
    (tool === 'pt-osc' ? ofRequired(operations) : undefined)
  );
}

function ofRename(tool: Tool, operations: readonly Operation[]): Obstacle | undefined {
  if (operations.some(({ kind }) => kind === 'renameTable')) {
    return {
      what: 'it renames the table',
      message: `${NAME[tool]} makes a new table and gives it the old name: a statement that takes another name for it has no place in that, and the tool stops.`,
      remedy: 'Rename the table with RENAME TABLE itself, which takes no time, in a migration of its own.',
    };
  }
  const renamed = operations.some(
    (one) =>
      one.kind === 'renameColumn' ||
      (one.kind === 'redefineColumn' && one.definition.name.toLowerCase() !== one.column.toLowerCase()),
  );
  if (!renamed) return undefined;
  return {
    what: 'it renames a column',
    message: {
      'gh-ost':
        'gh-ost cannot tell a rename from a drop beside an add, and stops unless it is told `--approve-renamed-columns`. Told the wrong thing, it drops the old values.',
      'pt-osc':
        'pt-online-schema-change copies columns by name: it stops at a rename, and with `--no-check-alter` older versions lose the values of the column.',
      spirit: 'Spirit copies columns by name and does not take a rename.',
    }[tool],
    remedy: 'A rename takes no time: make it with ALTER TABLE itself (`ALGORITHM=INPLACE, LOCK=NONE`).',
  };
}

function ofForeignKeys(tool: Tool, table: Table, change: StatementChange): Obstacle | undefined {
  const parents = foreignKeysOf(table);
  const children = tablesReferencing(change.before, table.name);
  const adds = change.statement.operations.some(
    (one) => one.kind === 'addConstraint' && one.constraint.kind === 'foreign-key',
  );
  if (parents.length === 0 && children.length === 0 && !adds) return undefined;
  if (tool === 'pt-osc' && children.length === 0) return undefined;
  return {
    what: 'foreign keys',
    message:
      tool === 'pt-osc'
        ? 'Other tables refer to it. pt-online-schema-change stops unless `--alter-foreign-keys-method` says how they follow: `rebuild_constraints` copies each referencing table under a lock, `drop_swap` leaves a moment without the table. Foreign keys of the table itself get an underscore in front of their name.'
        : `${NAME[tool]} refuses a table that has foreign keys or that one refers to: they would stay with the old table after the switch.`,
    remedy:
      tool === 'pt-osc'
        ? 'Decide on the method together with whoever runs the tool, or make the change with ALTER TABLE itself.'
        : DIRECT,
  };
}

function ofTriggers(tool: Tool, { triggers }: Table): Obstacle | undefined {
  if (triggers.length === 0) return undefined;
  return {
    what: 'triggers',
    message: {
      'gh-ost':
        'gh-ost refuses a table with triggers; newer releases copy them when told `--include-triggers`.',
      'pt-osc':
        'pt-online-schema-change works with triggers of its own and refuses a table that has some, unless it is told `--preserve-triggers` (MySQL 5.7.2 and later).',
      spirit: 'Spirit refuses a table with triggers.',
    }[tool],
    remedy: DIRECT,
  };
}

/** The tools walk the table along a key that it has before and after. */
function ofKey(tool: Tool, table: Table, { statement, after }: StatementChange): Obstacle | undefined {
  const isKey = (one: Table['indexes'][number]): boolean => one.primary || one.unique;
  const left = findTable(after, table.name);
  const shared = table.indexes.filter(
    (index) =>
      isKey(index) &&
      left?.indexes.some(
        (other) =>
          isKey(other) &&
          other.parts.map(({ column }) => column).join() === index.parts.map(({ column }) => column).join(),
      ),
  );
  const dropsKey = statement.operations.some(
    (one) => one.kind === 'dropConstraint' && one.constraintKind === 'primary-key',
  );
  const needsPrimary = tool === 'spirit' && (dropsKey || !primaryKeyOf(table));
  if (shared.length > 0 && !needsPrimary) return undefined;
  return {
    what: 'no key stays the same',
    message: `${NAME[tool]} walks the table along ${tool === 'spirit' ? 'its primary key, which has to stay' : 'a primary or unique key that it has before and after the change'}: there is none here.`,
    remedy:
      'Change keys in two steps, so that one stays through each, or make the change with ALTER TABLE itself.',
  };
}

function ofRequired(operations: readonly Operation[]): Obstacle | undefined {
  const added = operations.find(
    (one) =>
      one.kind === 'addColumn' &&
      one.column.nullable === false &&
      !one.column.default &&
      !one.column.generated &&
      !one.column.autoIncrement,
  );
  if (added?.kind !== 'addColumn') return undefined;
  return {
    what: 'a new column is required',
    message: `${code(added.column.name)} is NOT NULL without a default. pt-online-schema-change copies rows without naming the new column, and the insert into the new table fails.`,
    remedy: 'Give the column a default, or let it be NULL until the old rows are filled.',
  };
}
