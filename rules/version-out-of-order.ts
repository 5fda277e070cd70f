import { code, compareVersions, defineMigrationRule } from '../src/engine/rule.js';

export const versionOutOfOrder = defineMigrationRule({
  id: 'version-out-of-order',
  summary: 'A new migration sorts before one that is merged: tools skip it, refuse it or run it late',
  question: 'What do I do when a migration sorts before a merged one?',
  dialects: ['mysql', 'mariadb', 'postgres'],
  severity: 'warning',
  check({ migration, merged }) {
    const { path, version, direction, status } = migration;
    if (direction !== 'up' || status !== 'added' || !NUMBERED.test(version)) return undefined;
    const newest = merged.filter((one) => one.direction === 'up' && NUMBERED.test(one.version)).at(-1);
    if (!newest || compareVersions('number', version, newest.version) >= 0) return undefined;
    // Tools that sort text put a time that lacks a digit elsewhere than its number says.
    if (/^\d{8,}$/.test(version) && version > newest.version) return undefined;
    const isTime = TIME.test(version);
    return {
      subject: path,
      severity: isTime ? 'advice' : undefined,
      headline: `Version ${code(version)} sorts before ${code(newest.version)}, which is merged`,
      message: `Databases that have run ${code(newest.path)} stand behind this version. golang-migrate and tern never run it there; Flyway and goose refuse to go on; others run it late, in an order that no test has seen: a new database runs it before ${code(newest.version)}, production after.`,
      remedy: 'Rename the file to a version behind the newest one that is merged.',
    };
  },
});

/** "12", "1.2.3", "20240131120000"; a name or a hash has no order that a number could break. */
const NUMBERED = /^\d+(?:[._]\d+)*$/;

/** Branches that were open side by side differ by their times every day, and most tools of this style cope. */
const TIME = /^(?:19|20)\d{10,}$/;
