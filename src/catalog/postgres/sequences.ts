import type { ObjectName } from '../../sql/name.js';
import type { Catalog, Sequence } from '../catalog.js';
import { findTable } from '../find.js';
import type { Apply } from '../handlers.js';
import { candidateKeys, newKey, qualified, storedKey } from '../names.js';

type Owner = Sequence['ownedBy'];

export const createSequence: Apply<'createSequence'> = (catalog, operation) => {
  const key = newKey(catalog, operation.sequence);
  if (catalog.sequences.has(key)) return catalog;
  const sequence: Sequence = {
    name: qualified(catalog, operation.sequence),
    ownedBy: ownerOf(catalog, operation.ownedBy),
    dataType: operation.options['as'],
  };
  return { ...catalog, sequences: catalog.sequences.set(key, sequence) };
};

export const alterSequence: Apply<'alterSequence'> = (catalog, operation) =>
  changeSequence(catalog, operation.sequence, (sequence) => ({
    ...sequence,
    ownedBy: operation.ownedBy ? ownerOf(catalog, operation.ownedBy) : sequence.ownedBy,
    dataType: operation.options['as'] ?? sequence.dataType,
  }));

function ownerOf(catalog: Catalog, written: Owner): Owner {
  return (
    written && { table: findTable(catalog, written.table)?.name ?? written.table, column: written.column }
  );
}

/** Changes a sequence, its name too. */
export function changeSequence(
  catalog: Catalog,
  name: ObjectName,
  change: (sequence: Sequence) => Sequence,
): Catalog {
  const key = sequenceKey(catalog, name);
  const sequence = key === undefined ? undefined : catalog.sequences.get(key);
  if (key === undefined || !sequence) return catalog;
  const changed = change(sequence);
  const sequences = catalog.sequences.delete(key).set(storedKey(catalog, changed.name), changed);
  return { ...catalog, sequences };
}

/** The key of the sequence that a statement means by this name; undefined when the history shows none. */
export function sequenceKey(catalog: Catalog, name: ObjectName): string | undefined {
  return candidateKeys(catalog, name).find((key) => catalog.sequences.has(key));
}

/** The catalog without the sequence; the same catalog where the history shows none. */
export function dropSequence(catalog: Catalog, name: ObjectName): Catalog {
  const key = sequenceKey(catalog, name);
  return key === undefined ? catalog : { ...catalog, sequences: catalog.sequences.delete(key) };
}

/** Sequences that go with a table, or with one column of it. */
export function removeSequencesOf(catalog: Catalog, table: ObjectName, column?: string): Catalog {
  const owner = storedKey(catalog, table);
  const isOwned = ({ ownedBy }: Sequence) =>
    ownedBy !== undefined &&
    storedKey(catalog, ownedBy.table) === owner &&
    (column === undefined || ownedBy.column === column);
  const sequences = catalog.sequences.filterNot(isOwned);
  return sequences.size === catalog.sequences.size ? catalog : { ...catalog, sequences };
}

/** Owned sequences follow their table into another schema, and to another name of it. */
export function moveSequences(catalog: Catalog, from: ObjectName, to: ObjectName): Catalog {
  const owner = storedKey(catalog, from);
  const sequences = catalog.sequences.withMutations((map) => {
    for (const [key, sequence] of catalog.sequences) {
      const { ownedBy } = sequence;
      if (!ownedBy || storedKey(catalog, ownedBy.table) !== owner) continue;
      const name = { schema: to.schema, name: sequence.name.name };
      map
        .delete(key)
        .set(storedKey(catalog, name), { ...sequence, name, ownedBy: { ...ownedBy, table: to } });
    }
  });
  return { ...catalog, sequences };
}
