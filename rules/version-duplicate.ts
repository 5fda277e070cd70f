import { code, codeList, defineMigrationRule } from '../src/engine/rule.js';

export const versionDuplicate = defineMigrationRule({
  id: 'version-duplicate',
  summary: 'Two migrations have the same version: the tool runs one of them, or none',
  question: 'What do I do when two migrations have the same number?',
  dialects: ['mysql', 'mariadb', 'postgres'],
  severity: 'blocker',
  check({ migration, merged, proposed }) {
    const { path, version, direction, status } = migration;
    if (version === '' || direction !== 'up' || status !== 'added') return undefined;
    const others = [...merged, ...proposed]
      .filter((one) => one.direction === 'up' && one.version === version && one.path !== path)
      .map((one) => one.path);
    if (others.length === 0) return undefined;
    return {
      subject: path,
      headline: `Version ${code(version)} is taken by ${codeList(others)}`,
      message: `${codeList([path, ...others])} have the version ${code(version)}. Tools remember what has run by its version: a database that has run the one never runs the other, and most tools stop before they start when they see both.`,
      remedy: 'Give the new file the next free version, behind everything that is merged.',
    };
  },
});
