import { describe, expect, it } from '@jest/globals';
import MarkdownIt from 'markdown-it';
import { commentBody } from '../../src/report/comment.js';
import type { ReviewSettings } from '../../src/engine/review-input.js';
import type { Report, Subject } from '../../src/report/report.js';
import { makePlan } from '../../src/report/make-plan.js';
import { COPY, FILE, finding, gap, INSTANT, on, OPTIONS, pull, review, settings } from './sample.js';

const report = (given: Partial<ReviewSettings> = {}, more: Partial<Report> = {}): Report => ({
  review: review(),
  settings: settings(given),
  problems: [],
  docs: OPTIONS.docs,
  questions: OPTIONS.questions,
  ...more,
});

const body = (
  subject: Subject,
  given: Partial<ReviewSettings> = {},
  on: 'suggestion' | 'line' = 'suggestion',
): string => commentBody(subject, report(given), { on });

describe('the comment on a finding', () => {
  it('has its shape', () => {
    expect(body(finding())).toBe(
      [
        '> [!CAUTION]',
        '> **`orders.status` loses the value `D`: rows that hold it make the migration fail** · [`enum-non-additive`](https://precheck.example/rules/enum-non-additive)',
        '',
        '**Why** The ENUM of `orders.status` loses `D`. MySQL copies the table, and a row that holds `D` stops it with error 1265.',
        '',
        '**What the server does** MySQL 8.0.36 copies `orders` row by row (`ALGORITHM=COPY`, `LOCK=SHARED`): writes wait until it is done, reads go on.',
        '',
        '**Safer** Keep `D` in the list, and add new values at its end.',
        '',
        '```suggestion',
        'ALTER TABLE orders',
        "  CHANGE status status ENUM('A','B','C','D');",
        '```',
        '',
        '**Read** [How do I remove an ENUM value without a table copy?](https://precheck.example/rules/enum-non-additive)',
        '',
        '<sub>Blocking. Fix it, or write `-- precheck:nolint enum-non-additive <reason>` above the statement. Comment not helpful? React with a thumbs down.</sub>',
      ].join('\n'),
    );
  });

  const cases: readonly [string, Subject, Partial<ReviewSettings>, string][] = [
    [
      'a file whose checksum is compared',
      finding({ sealed: true }),
      {},
      'or comment `/precheck ack enum-non-additive <reason>` on the pull request (an edit of the file would break its checksum).',
    ],
    ['a warning', finding({ severity: 'warning' }), {}, '> [!WARNING]'],
    ['advice', finding({ severity: 'advice' }), {}, '> [!NOTE]'],
    [
      'what blocks nothing',
      finding({ severity: 'advice' }),
      {},
      '<sub>Blocks nothing. To acknowledge it, write',
    ],
    [
      'experts',
      finding(),
      { hasExperts: true },
      'above the statement: an expert must then approve. Comment not helpful?',
    ],
    ['observe mode', finding(), { mode: 'observe' }, '<sub>Would block; here Precheck only observes. Fix it'],
    ['a down migration', finding({ rollback: true }), {}, 'runs only when somebody rolls back.'],
    [
      'a request',
      finding({ state: 'requested', acknowledgement: { reason: 'tiny, see @ann', line: 2 } }),
      {},
      '<sub>Acknowledged on line 2: tiny, see @&#8203;ann. An expert must approve it. Comment not helpful? React with a thumbs down.</sub>',
    ],
    [
      'the organisation’s page',
      finding(),
      { docs: { url: 'https://wiki.example/{rule}', rules: {}, notes: {} } },
      '](https://wiki.example/enum-non-additive)',
    ],
    [
      'the organisation’s note',
      finding(),
      { docs: { rules: {}, notes: { 'enum-non-additive': 'We lost an hour.\n\n```\nx\n```' } } },
      '**From your organisation**\n\n> We lost an hour.\n>\n> ```\n> x\n> ```',
    ],
    [
      'a server that refuses',
      finding({
        impacts: [
          on('default', '9.7.4', {
            ...COPY,
            refused: { code: '1846', reason: 'LOCK=NONE is not supported.' },
          }),
        ],
      }),
      {},
      'MySQL 9.7.4 refuses the statement with error 1846: LOCK=NONE is not supported.',
    ],
    [
      'a server that could not be told',
      finding({ impacts: [on('default', '8.0.36', null, 'the history does not show `orders`.')] }),
      {},
      'It could not be told what MySQL 8.0.36 does. The history does not show `orders`.',
    ],
  ];
  it.each(cases)('says %s', (_name, subject, given, expected) => {
    expect(body(subject, given)).toContain(expected);
  });

  it('shows a plain block where the suggestion cannot be taken over', () => {
    expect(body(finding(), {}, 'line')).toContain('\n```sql\nALTER TABLE orders\n');
    expect(body(finding({ suggestion: 'x \u202E y' }))).toContain('\n```sql\nx  y\n');
    expect(body(finding({ suggestion: null }))).not.toContain('```');
  });

  it('asks the question that the page answers', () => {
    const questions = { 'enum-non-additive': 'How do I change an ENUM without a copy?' };
    expect(commentBody(finding(), report({}, { questions }), { on: 'suggestion' })).toContain(
      '[How do I change an ENUM without a copy?](',
    );
  });
});

describe('what several servers do', () => {
  const checked = [
    {
      path: 'db',
      migrations: 1,
      statements: 1,
      history: 1,
      engine: 'mysql',
      environments: ['eu', 'us'].map((name) => ({ name, version: '8.0', assumed: false })),
    },
  ];
  const say = (...impacts: Parameters<typeof on>[]): string =>
    commentBody(
      finding({ impacts: impacts.map((given) => on(...given)) }),
      report({}, { review: review({ checked }) }),
      { on: 'suggestion' },
    );

  it('is one sentence when they agree', () => {
    expect(say(['eu', '8.0.28'], ['us', '8.0.36'])).toContain(
      'On `eu` (8.0.28) and `us` (8.0.36) MySQL copies `orders` row by row',
    );
  });

  it('is a table when they differ', () => {
    const text = say(['eu|x', '8.0.28'], ['us', '8.0.36', INSTANT]).replace('eu|x', 'eu');
    const html = new MarkdownIt({ html: true }).render(text);
    expect(html.match(/<tr>/g)).toHaveLength(3);
    expect(html.match(/<td>/g)).toHaveLength(8);
    expect(html).toContain('<td>reads and writes go on</td>');
  });

  it('names PostgreSQL’s locks as its manual does', () => {
    const postgres = {
      ...INSTANT,
      algorithm: undefined,
      lock: undefined,
      blocks: 'reads-and-writes' as const,
      locks: [
        { table: { schema: 'shop', name: 'orders' }, mode: 'AccessExclusiveLock' as const },
        { table: { name: 'users' }, mode: 'ShareRowExclusiveLock' as const },
      ],
    };
    expect(body(finding({ impacts: [on('default', '14', postgres)] }))).toContain(
      '(`ACCESS EXCLUSIVE` on `shop.orders` and `SHARE ROW EXCLUSIVE` on `users`): reads and writes wait for that moment.',
    );
  });
});

describe('what is no work on a definition', () => {
  const postgres = {
    ...INSTANT,
    algorithm: undefined,
    lock: undefined,
    locks: ['orders', 'users'].map((name) => ({
      table: { schema: 'public', name },
      mode: 'AccessExclusiveLock' as const,
    })),
  };

  const checkRun = (impact: Partial<typeof INSTANT>): { readonly text: string | null } => {
    const statements = [
      { file: FILE, line: 1, endLine: 1, impacts: [on('default', '8.0.36', { ...INSTANT, ...impact })] },
    ];
    return makePlan(review({ statements }), report(), pull(), OPTIONS).check;
  };

  it('is not called one', () => {
    const rows = { ...INSTANT, algorithm: undefined, lock: undefined, fact: 'dml' };
    expect(body(finding({ impacts: [on('default', '8.0.36', rows)] }))).not.toContain('What the server does');
    const { text } = checkRun(rows);
    expect(text).toContain('| works on rows | who needs the rows that it locks waits until it commits |');
    const session = { ...rows, fact: 'session' };
    expect(body(finding({ impacts: [on('default', '8.0.36', session)] }))).toContain('touches no table');
  });

  it('names a lock once, and tables as people do', () => {
    expect(body(finding({ impacts: [on('default', '14', postgres)] }))).toContain(
      '(`ACCESS EXCLUSIVE` on `orders` and `users`): it needs that lock for a moment only.',
    );
  });
});

describe('a remedy in steps', () => {
  const steps = (number: number) =>
    body(
      finding({
        suggestion: null,
        recipe: Array.from({ length: number }, (_, at) => ({
          kind: 'migration' as const,
          title: `Step of \`t${at}\``,
          text: `ALTER TABLE t${at} FORCE;\n</details>`,
        })),
      }),
    );

  it('is open when it is short, folded when it is long, and whole in both', () => {
    expect(steps(2)).not.toContain('<details>');
    const long = new MarkdownIt({ html: true }).render(steps(4));
    expect(long).toContain('<summary>Step by step: 4 steps, ready to copy</summary>');
    expect(long.match(/<li>/g)).toHaveLength(4);
    expect(long.match(/<pre>/g)).toHaveLength(4);
    expect(long.indexOf('</ol>')).toBeLessThan(long.indexOf('</details>'));
  });
});

describe('the comment on a gap', () => {
  it('says what could not be judged and what to do', () => {
    const text = body(gap());
    expect(text).toContain(
      '> [!WARNING]\n> **This statement could not be judged** · [`statement-unreadable`](',
    );
    expect(text).toContain('**Why** The word `FROBNICATE` is not known here.');
    expect(text).toContain('**What to do** Find out by hand');
    expect(body(gap({ reason: "expected a statement, met 'FROB' at line 6" }))).toContain(
      "**Why** Expected a statement, met 'FROB' at line 6.",
    );
    expect(text).toContain('`-- precheck:nolint statement-unreadable <reason>`');
  });

  it('does not promise an acknowledgement for a whole file', () => {
    expect(body(gap({ id: 'migration-unsupported', statement: '' }))).toContain(
      '<sub>Blocking. Comment not helpful? React with a thumbs down.</sub>',
    );
  });
});

describe('hostile names', () => {
  const names = [
    '@acme/all',
    '<!-- x',
    '`',
    '``',
    '| a',
    '](https://evil.example)',
    '\n# x',
    '</sub>',
    '-->',
  ];
  it.each(names)('%j changes nothing around it', (name) => {
    const renderer = new MarkdownIt({ html: true, linkify: true });
    const evil = finding({
      headline: `${name} is dropped`,
      message: name,
      remedy: name,
      suggestion: `${name}\n\`\`\`\n<!--`,
      state: 'requested',
      acknowledgement: { reason: name, line: 1 },
      impacts: [on(name, '8.0.28'), on('us', '8.0.36', INSTANT)],
    });
    const html = renderer.render(body(evil));
    expect(html.match(/<a /g)).toHaveLength(2);
    expect(html.match(/<sub>/g)).toHaveLength(1);
    expect(html.match(/<\/sub>/g)).toHaveLength(1);
    expect(html.match(/<table>/g)).toHaveLength(1);
    expect(html.match(/<pre>/g)).toHaveLength(1);
    expect(html).not.toMatch(/<!--|<h1|href="https:\/\/evil/);
    expect(html.replace(/<code[^>]*>[\s\S]*?<\/code>/g, '')).not.toMatch(/@\w/);
  });
});
