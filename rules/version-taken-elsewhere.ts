import { code, codeList, defineMigrationRule } from '../src/engine/rule.js';

export const versionTakenElsewhere = defineMigrationRule({
  id: 'version-taken-elsewhere',
  summary: 'Another open pull request brings a migration of the same version',
  question: 'What do I do when another pull request takes the same number?',
  dialects: ['mysql', 'mariadb', 'postgres'],
  severity: 'warning',
  check({ migration, elsewhere }) {
    const { path, version, direction, status } = migration;
    if (direction !== 'up' || status !== 'added') return undefined;
    const others = elsewhere.filter((one) => one.version === version);
    const numbers = [...new Set(others.map(({ pullRequest }) => pullRequest))].sort((a, b) => a - b);
    if (numbers.length === 0) return undefined;
    const isOne = numbers.length === 1;
    const who = `${isOne ? 'Pull request' : 'Pull requests'} ${numbers.map((number) => `#${String(number)}`).join(', ')}`;
    return {
      subject: path,
      headline: `${who} ${isOne ? 'takes' : 'take'} version ${code(version)} too`,
      message: `${who} ${isOne ? 'brings' : 'bring'} ${codeList(others.map((one) => one.path))}, which has the version ${code(version)} as well. Git sees no conflict, since the names differ. Whichever is merged second fails the check ${code('version-duplicate')}, or breaks the next deployment where nobody looks.`,
      remedy: `Whichever is merged second takes the next free version. Agree with the author of ${numbers.map((number) => `#${String(number)}`).join(', ')} who that is.`,
    };
  },
});
