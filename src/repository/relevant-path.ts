import { recogniseCodeMigration } from '../migrations/code-migration.js';

/**
 * Whether a file of this path can change what a review says: SQL, migrations in code, our configuration and notes, and
 * the owners. Cheap, and errs on the side of yes.
 */
export function isRelevantPath(path: string): boolean {
  return (
    /\.(?:sql|prisma|conf|toml)$|(?:^|\/)(?:CODEOWNERS|_journal\.json|schema\.rb)$|^\.github\/precheck/i.test(
      path,
    ) || recogniseCodeMigration(path) !== undefined
  );
}
