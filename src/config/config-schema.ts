import { z } from 'zod';
import { LAYOUT_IDS } from '../migrations/migration.js';
import { DIALECTS } from '../sql/dialect.js';
import { checkGlob, checkPath, checkReviewer, checkUrl, checkVersion, type Check } from './checks.js';

function text(check: Check): z.ZodString {
  return z.string().check((context) => {
    const message = check(context.value);
    if (message !== undefined) context.issues.push({ code: 'custom', message, input: context.value });
  });
}

/** Where YAML reads a number or a truth value (`8.0`, `0400`), the text as written counts. */
const SCALAR = { type: ['string', 'number', 'boolean'] };

const severity = z.enum(['blocker', 'warning', 'advice']);
const shortText = z.string().max(500);

/** Names and values of the server; both reach a comment, neither a shell. */
const variables = z.record(z.string().regex(/^[A-Za-z_][\w.@]{0,63}$/), shortText.meta(SCALAR));

const environment = z.strictObject({
  name: z.string().min(1).max(100).meta(SCALAR).describe('Shown beside the impact'),
  version: text(checkVersion).meta(SCALAR).describe('What this server runs'),
  variables: variables.default({}).describe('Server settings that differ from the defaults of the version'),
});

const replication = z.strictObject({
  binlog_format: z.enum(['row', 'statement', 'mixed']).optional(),
  gtid: z.boolean().optional(),
  writers: z.int().min(1).max(1000).optional().describe('Servers that take writes'),
});

const tables = z.strictObject({
  small: z.array(text(checkGlob)).default([]).describe('Tables whose copy takes no time: findings soften'),
  hot: z.array(text(checkGlob)).default([]).describe('Tables that nobody may lock: findings harden'),
});

const history = z
  .strictObject({
    path: text(checkGlob)
      .meta(SCALAR)
      .optional()
      .describe('Folder or glob; without it the entry is for what is discovered'),
    engine: z.enum(DIALECTS as [string, ...string[]] as ['mysql', 'mariadb', 'postgres']).optional(),
    version: text(checkVersion).meta(SCALAR).optional().describe('What production runs'),
    layout: z
      .enum(['auto', ...LAYOUT_IDS])
      .default('auto')
      .describe('The migration tool'),
    baseline: text(checkPath)
      .meta(SCALAR)
      .optional()
      .describe('Dump or schema file that stands for everything before `since`'),
    since: z
      .string()
      .max(200)
      .meta(SCALAR)
      .optional()
      .describe('First version that is replayed on top of the baseline'),
    transaction: z.enum(['file', 'statement', 'none']).optional().describe('How the runner wraps a file'),
    session: variables.default({}).describe('What the migration runner sets before it starts'),
    variables: variables.default({}).describe('Server settings that differ from the defaults of the version'),
    placeholders: z
      .record(z.string(), shortText.meta(SCALAR))
      .default({})
      .describe('Values for templated files'),
    runner: z
      .enum(['direct', 'gh-ost', 'pt-osc', 'spirit'])
      .default('direct')
      .describe('Who executes an ALTER'),
    replication: replication.prefault({}),
    environments: z
      .array(environment)
      .max(20)
      .check(({ value, issues }) => {
        const names = value.map(({ name }) => name);
        for (const [index, name] of names.entries())
          if (names.indexOf(name) < index)
            issues.push({ code: 'custom', path: [index, 'name'], message: 'stands twice', input: name });
      })
      .default([])
      .describe('Servers that run the same migrations'),
    tables: tables.prefault({}),
    reviewed: z.boolean().default(true).describe('false: what lies under `path` is left out of every review'),
  })
  .check(({ value, issues }) => {
    if (value.reviewed || value.path !== undefined) return;
    issues.push({ code: 'custom', path: ['reviewed'], message: 'needs a path beside it', input: false });
  });

const docs = z.strictObject({
  url: text(checkUrl)
    .overwrite((url) => (url.includes('{rule}') ? url : `${url.replace(/\/$/, '')}/{rule}`))
    .optional()
    .describe('Where a rule is explained; {rule} stands for its id'),
  rules: z.record(z.string(), text(checkUrl)).default({}).describe('Pages of single rules'),
  notes: text(checkPath)
    .optional()
    .describe('Folder with a <rule-id>.md for each note that a comment quotes'),
});

const reviewers = z.array(text(checkReviewer)).max(50);

const route = z.strictObject({
  reviewers: reviewers.min(1),
  tables: text(checkGlob).optional(),
  paths: text(checkGlob).optional(),
  engine: history.shape.engine,
  rule: z.string().optional(),
  severity: severity.optional(),
});

const experts = z.strictObject({
  reviewers: reviewers.default([]).describe('Teams or users who are asked'),
  when: z.enum(['blocker', 'warning', 'always']).default('blocker'),
  routes: z
    .array(route)
    .max(200)
    .default([])
    .describe('Other experts for some tables, paths, engines or rules'),
});

const who = z.enum(['author', 'expert']);

const acknowledge = z.strictObject({
  blocker: who.default('expert'),
  warning: who.default('author'),
});

/** `.github/precheck.yml`: every key is optional, and no other key is known. */
export const configSchema = z.strictObject({
  mode: z
    .enum(['enforce', 'observe'])
    .default('enforce')
    .describe('observe: the check always passes and says what it would have blocked'),
  migrations: z
    .array(history)
    .max(200)
    .default([])
    .describe('One entry per migration history; discovered when empty'),
  rules: z
    .record(z.string(), z.enum(['off', 'advice', 'warning', 'blocker']))
    .default({})
    .describe('Severity per rule'),
  docs: docs.prefault({}),
  experts: experts.prefault({}),
  acknowledge: acknowledge.prefault({}).describe('Whose word is enough'),
});

type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;

/** A repository's settings, with the defaults where it says nothing. */
export type RepoConfig = DeepReadonly<z.infer<typeof configSchema>>;

/** What a file says, without the defaults. */
export type StatedConfig = DeepReadonly<z.input<typeof configSchema>>;

/** One entry of `migrations`. */
export type HistoryConfig = RepoConfig['migrations'][number];

/** The JSON Schema of the file; with the ids of all rules, where one is named, for editors. */
export function configJsonSchema(ruleIds?: readonly string[]): z.core.JSONSchema.BaseSchema {
  return z.toJSONSchema(configSchema, {
    // What editors understand whole.
    target: 'draft-07',
    io: 'input',
    override: ({ jsonSchema, path }) => {
      if (ruleIds && namesRule(path)) jsonSchema.enum = [...ruleIds];
    },
  });
}

function namesRule(path: readonly (string | number)[]): boolean {
  return /(?:^|\/)rules\/propertyNames$|\/rule$/.test(path.join('/'));
}
