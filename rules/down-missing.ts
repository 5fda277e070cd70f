import { code, defineMigrationRule } from '../src/engine/rule.js';

export const downMissing = defineMigrationRule({
  id: 'down-missing',
  summary: 'A new migration has no way back, though the ones before it have',
  question: 'What should the way back of this migration be?',
  dialects: ['mysql', 'mariadb', 'postgres'],
  severity: 'advice',
  offByDefault: true,
  check({ migration, merged, proposed }) {
    const { path, version, direction, status } = migration;
    if (direction !== 'up' || status !== 'added' || version === '') return undefined;
    if (proposed.some((one) => one.direction === 'down' && one.version === version)) return undefined;
    const downs = new Set(merged.filter((one) => one.direction === 'down').map((one) => one.version));
    const latest = merged.filter((one) => one.direction === 'up').slice(-LATEST);
    if (latest.length === 0 || !latest.every((one) => downs.has(one.version))) return undefined;
    return {
      subject: path,
      headline: `${code(path)} cannot be rolled back: it has no down migration`,
      message: `The migrations before it have one each, so whoever runs the tool's rollback expects it here too. The tool stops at version ${code(version)}, or forgets the version and leaves what it did in the schema, and then the next run fails on what is there already.`,
      remedy:
        'Write the down migration. Where there is no way back (rows are gone), write one that fails and says so.',
    };
  },
});

/** How many of the newest merged migrations show the habit. */
const LATEST = 5;
