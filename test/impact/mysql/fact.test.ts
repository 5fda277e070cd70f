import { describe, expect, it } from '@jest/globals';

import { MARIADB_COLUMN_FACTS } from '../../../src/impact/mariadb/column-facts.js';
import { MARIADB_TABLE_FACTS } from '../../../src/impact/mariadb/table-facts.js';
import { MYSQL_COLUMN_FACTS } from '../../../src/impact/mysql/column-facts.js';
import type { ConditionName } from '../../../src/impact/mysql/condition.js';
import { effectsOf, factId } from '../../../src/impact/mysql/fact.js';
import type { FactRow } from '../../../src/impact/mysql/fact.js';
import { MYSQL_TABLE_FACTS } from '../../../src/impact/mysql/table-facts.js';
import { parseVersion } from '../../../src/sql/dialect.js';
import type { ServerVersion } from '../../../src/sql/dialect.js';

const MYSQL = [...MYSQL_COLUMN_FACTS, ...MYSQL_TABLE_FACTS];
const MARIADB = [...MARIADB_COLUMN_FACTS, ...MARIADB_TABLE_FACTS];

function release(text: string): ServerVersion {
  const version = parseVersion('mysql', text);
  if (!version) throw new Error(text);
  return version;
}

/** Conditions that hold, and conditions that the history does not tell; all others do not hold. */
function asking(holding: readonly ConditionName[], unknown: readonly ConditionName[] = []) {
  return (name: ConditionName): boolean | undefined =>
    unknown.includes(name) ? undefined : holding.includes(name);
}

function addColumn(
  version: string,
  holding: readonly ConditionName[],
  unknown?: readonly ConditionName[],
): readonly string[] {
  return effectsOf(MYSQL, 'add-column', release(version), asking(holding, unknown)).map((effect) =>
    effect.instant ? 'instant' : effect.inPlace,
  );
}

describe('the first line that fits speaks', () => {
  it.each([
    ['5.7.44', [], ['rebuild']],
    ['8.0.11', [], ['rebuild']],
    ['8.0.12', [], ['instant']],
    ['8.0.28', ['not-last'], ['rebuild']],
    ['8.0.29', ['not-last'], ['instant']],
    ['8.4.0', ['compressed'], ['rebuild']],
    ['8.4.0', ['fulltext-past'], ['rebuild']],
    ['9.7.4', ['row-versions-spent'], ['rebuild']],
    ['9.7.4', ['expression-default'], ['no']],
  ] as const)('ADD COLUMN on %s where %j holds', (version, holding, expected) => {
    expect(addColumn(version, holding)).toEqual(expected);
  });

  it('several lines may speak where a condition is not known', () => {
    expect(addColumn('8.0.36', [], ['compressed'])).toEqual(['rebuild', 'instant']);
  });
});

describe.each([
  ['mysql', MYSQL],
  ['mariadb', MARIADB],
] as const)('%s', (_name, rows) => {
  it('names every line once', () => {
    const ids = rows.map(factId);
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
  });

  it('has a line without release and conditions for every change that it knows, as the last', () => {
    const byChange = new Map<string, FactRow>();
    for (const row of rows) byChange.set(row[0], row);
    const open = [...byChange.values()].filter(
      ([, conditions, from]) => conditions.length > 0 || from !== '',
    );
    expect(open.map(factId)).toEqual([]);
  });
});
