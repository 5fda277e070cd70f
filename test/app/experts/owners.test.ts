import { blocker, harmless, proposed } from '../app-beside-github.js';
import * as act from './acts.js';
import { table, type Scenario } from './table.js';

const asked = 'action_required: Waiting for @acme/sql (asked)';
const clear = 'success: No findings in 1 migration';

const held = (owners: string): Pick<Scenario, 'files' | 'story'> => ({
  files: { '.github/CODEOWNERS': owners },
  story: [[act.opens({ [proposed]: blocker }), '@acme/sql', asked]],
});

table('owners of the migrations, in the summary', {
  'are silent where they are right': {
    ...held('* @acme/sql\n'),
    hides: ['Owners:'],
  },
  'that a later line shadows': {
    ...held('db/migrations/ @acme/sql\n*.sql @dora\n'),
    says: [
      '<details><summary>Owners: 1 thing keeps GitHub from asking the right people</summary>',
      '[`.github/CODEOWNERS:2`]',
      'from `@acme/sql`, whom line 1 names. Write `*.sql @dora @acme/sql`',
    ],
  },
  'that are none': {
    ...held('/src/ @dora\n'),
    says: ['No line covers `db/migrations/0002_status.sql`', ' Add `/db/migrations/ @acme/sql`'],
  },
  'that lack the experts whom Precheck asks': {
    ...held('* @dora\n'),
    says: ['`@acme/sql` is asked by Precheck about', ' Write `* @dora @acme/sql`'],
  },
  'who do not exist, or cannot write': {
    ...held('* @acme/sql @acme/none @mia\n'),
    says: [
      '`@acme/none` does not exist, or not everybody in the organisation sees it',
      '`@mia` has no write access of its own to this repository',
    ],
  },
  'of a line that GitHub skips, where it is meant for them': {
    ...held('* @acme/sql\n/db/ dba\n/src/ nobody\n'),
    says: [
      'Owners: 1 thing',
      '[`.github/CODEOWNERS:2`]',
      'GitHub skips this line (`dba` is no user, team or address)',
    ],
    hides: ['CODEOWNERS:3'],
  },
  'are told where nobody is needed, too, and nobody is looked up': {
    files: { '.github/CODEOWNERS': '/src/ @acme/none\n' },
    story: [[act.opens({ [proposed]: harmless }), '', clear]],
    says: ['No line covers `db/migrations/0002_status.sql`'],
  },
  'are nobody’s business where no migration changes': {
    files: { '.github/CODEOWNERS': '/src/ @acme/none\n' },
    story: [[act.opens({ 'src/a.ts': 'a\n' }), '', 'success: No SQL migrations in this pull request']],
    hides: ['Owners:'],
  },
  'count as the base branch has them': {
    files: { '.github/CODEOWNERS': '* @acme/sql\n' },
    story: [
      [
        act.opens({ [proposed]: harmless, '.github/CODEOWNERS': '* @acme/sql\n/db/ @dora @acme/sql\n' }),
        '',
        clear,
      ],
    ],
    hides: ['Owners:'],
  },
});
