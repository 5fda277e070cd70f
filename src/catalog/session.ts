import type { Catalog, Session } from './catalog.js';
import { removeTable } from './edit.js';
import type { Apply, Handlers } from './handlers.js';

/** A new session, as a runner opens one for a file: the settings given, and temporary tables are gone. */
export function beginSession(catalog: Catalog, session: Session): Catalog {
  const cleared = [...catalog.temporary].reduce(removeTable, catalog);
  return { ...cleared, session };
}

const setVariable: Apply<'setVariable'> = (catalog, operation) => {
  const { scope, value } = operation;
  // What is set for later sessions changes this one only where it is opened anew.
  if (scope === 'global' || scope === 'persist') return catalog;
  // Outside of a transaction SET LOCAL ends with itself.
  if (scope === 'local' && !catalog.session.inTransaction) return catalog;
  const name = operation.name.toLowerCase();
  const change = <S extends Pick<Session, 'searchPath' | 'variables'>>(session: S): S =>
    name === 'search_path' && catalog.dialect === 'postgres'
      ? { ...session, searchPath: searchPathOf(value) }
      : { ...session, variables: withVariable(session.variables, name, value) };
  const { session } = catalog;
  const settings = catalog.settings.add(name);
  if (scope !== 'local') {
    return {
      ...catalog,
      settings,
      session: { ...change(session), outer: session.outer && change(session.outer) },
    };
  }
  const outer = session.outer ?? { searchPath: session.searchPath, variables: session.variables };
  return { ...catalog, settings, session: { ...change(session), outer } };
};

function withVariable(
  variables: Session['variables'],
  name: string,
  value: string | undefined,
): Session['variables'] {
  if (value !== undefined) return { ...variables, [name]: value };
  return Object.fromEntries(Object.entries(variables).filter(([other]) => other !== name));
}

/** The schemas of a search_path as written: `"$user", public`. The user's own schema is taken not to exist. */
function searchPathOf(value: string | undefined): readonly string[] {
  if (value === undefined) return ['public'];
  return value
    .split(',')
    .map((schema) => schema.trim().replace(/^(["'])(.*)\1$/, '$2'))
    .filter(
      (schema) => schema !== '' && schema !== '$user' && schema !== 'pg_temp' && schema !== 'pg_catalog',
    );
}

const transaction: Apply<'transaction'> = (catalog, operation) => {
  const { session } = catalog;
  switch (operation.action) {
    case 'begin':
      return { ...catalog, session: { ...session, inTransaction: true } };
    case 'commit':
    case 'rollback':
      return {
        ...catalog,
        session: {
          ...session,
          ...session.outer,
          outer: undefined,
          newTypes: undefined,
          inTransaction: false,
        },
      };
    default:
      return catalog;
  }
};

const useSchema: Apply<'useSchema'> = (catalog, operation) => ({
  ...catalog,
  session: { ...catalog.session, searchPath: [operation.schema] },
});

export const sessionHandlers: Handlers = { setVariable, transaction, useSchema };
