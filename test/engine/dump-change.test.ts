import { describe, expect, it } from '@jest/globals';

import { registry } from '../../rules/index.js';
import type { Finding, Review } from '../../src/engine/finding.js';
import type { ReviewSettings } from '../../src/engine/review-input.js';
import { review } from '../../src/engine/review.js';
import type { Dialect } from '../../src/sql/dialect.js';
import { readSql } from '../../src/sql/read.js';
import { history, reviewInput } from './input.js';

const PATH = 'db/structure.sql';
const VERSIONS = { mysql: '8.0.36', mariadb: '10.11', postgres: '16' } as const;

const MYSQL = `/*!40101 SET NAMES utf8 */;
DROP TABLE IF EXISTS \`orders\`;
CREATE TABLE \`orders\` (
  \`id\` bigint NOT NULL AUTO_INCREMENT,
  \`status\` enum('new','paid','failed') COLLATE utf8mb4_bin NOT NULL DEFAULT 'new',
  \`note\` varchar(100) DEFAULT NULL,
  \`total\` decimal(10,2) DEFAULT NULL,
  PRIMARY KEY (\`id\`),
  KEY \`by_note\` (\`note\`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE TABLE \`ar_internal_metadata\` (
  \`key\` varchar(255) NOT NULL,
  PRIMARY KEY (\`key\`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
INSERT INTO \`schema_migrations\` (version) VALUES
('20240102000000'),
('20240101000000');
`;

const POSTGRES = `SET statement_timeout = 0;
SELECT pg_catalog.set_config('search_path', '', false);
CREATE TYPE public.mood AS ENUM ('sad', 'happy');
CREATE TABLE public.orders (
    id bigint NOT NULL,
    code integer,
    note character varying(20),
    mood public.mood
);
CREATE SEQUENCE public.orders_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.orders_id_seq OWNED BY public.orders.id;
ALTER TABLE ONLY public.orders ALTER COLUMN id SET DEFAULT nextval('public.orders_id_seq'::regclass);
ALTER TABLE ONLY public.orders ADD CONSTRAINT orders_pkey PRIMARY KEY (id);
CREATE INDEX by_note ON public.orders USING btree (note);
SET search_path TO "$user", public;
INSERT INTO "schema_migrations" (version) VALUES ('20240101000000');
`;

async function judged(
  dialect: Dialect,
  before: string,
  after: string,
  settings: Partial<ReviewSettings> = {},
): Promise<Review> {
  const environments = [{ name: 'default', version: VERSIONS[dialect], assumed: false, variables: {} }];
  const dumpChange = { path: PATH, before, after };
  const listed = history('', [], { dialect, environments, session: {}, merged: [], path: PATH, dumpChange });
  const problem = {
    kind: 'migration-unsupported',
    file: 'db/migrate/1_x.rb',
    line: 1,
    column: null,
    reason: 'In code.',
    dumps: [PATH],
  } as const;
  const input = { ...reviewInput([listed], settings), problems: [problem] };
  return review(input, { registry, readSql });
}

/** The dump with one replacement, which must hit. */
function edited(dump: string, from: string, to: string): string {
  expect(dump).toContain(from);
  return dump.replace(from, to);
}

function lineOf(dump: string, text: string): number {
  return dump.split('\n').findIndex((line) => line.includes(text)) + 1;
}

function found({ findings }: Review): readonly string[] {
  return findings.map(({ rule, severity, line }) => `${rule} ${severity} ${String(line)}`);
}

function only(answer: Review, rule: string): Finding {
  const [finding, ...others] = answer.findings.filter((one) => one.rule === rule);
  if (!finding || others.length > 0) throw new Error(`not one ${rule}: ${found(answer).join(', ')}`);
  return finding;
}

const NEW_MYSQL =
  'CREATE TABLE `carts` (\n  `id` bigint NOT NULL,\n  `order_note` varchar(9) NOT NULL,\n  PRIMARY KEY (`id`),\n  KEY `n` (`order_note`)\n) ENGINE=InnoDB;\n';
const NEW_POSTGRES =
  "CREATE TYPE public.size AS ENUM ('s', 'm');\nCREATE TABLE public.carts (\n    id bigint NOT NULL,\n    size public.size NOT NULL\n);\nALTER TABLE ONLY public.carts ADD CONSTRAINT carts_pkey PRIMARY KEY (id);\nCREATE INDEX carts_size ON public.carts USING btree (size);\n";

describe('the change of a dump', () => {
  it('of MySQL that loses an ENUM value is a blocker on its line', async () => {
    const after = edited(MYSQL, "'new','paid','failed'", "'new','paid'");
    const answer = await judged('mysql', MYSQL, after);
    expect(found(answer)).toEqual([`enum-non-additive blocker ${String(lineOf(after, '`status`'))}`]);
    expect(answer.verdict).toBe('blocked');
    expect(answer.findings[0]).toMatchObject({ file: PATH, subject: 'orders.status', suggestion: null });
    expect(answer.findings[0]?.message).toContain('told from the change of `db/structure.sql`');
  });

  it('of PostgreSQL that changes a type is found, a conversion with USING too', async () => {
    const wider = edited(POSTGRES, 'code integer', 'code bigint');
    expect(found(await judged('postgres', POSTGRES, wider))).toEqual([
      `column-type-rewrites blocker ${String(lineOf(wider, 'code bigint'))}`,
    ]);
    const other = edited(POSTGRES, 'note character varying(20)', 'note integer');
    expect(found(await judged('postgres', POSTGRES, other))).toContain(
      `column-type-rewrites blocker ${String(lineOf(other, 'note integer'))}`,
    );
    const free = edited(POSTGRES, 'note character varying(20)', 'note character varying(40)');
    expect(found(await judged('postgres', POSTGRES, free))).toEqual([]);
  });

  it('that adds an index, a constraint or NOT NULL is advice, whatever is configured', async () => {
    const indexed = `${POSTGRES}CREATE INDEX by_code ON public.orders USING btree (code);\n`;
    const rules = { 'index-without-concurrently': 'blocker' } as const;
    const answer = await judged('postgres', POSTGRES, indexed, { rules });
    expect(found(answer)).toEqual([
      `index-without-concurrently advice ${String(lineOf(indexed, 'INDEX by_code'))}`,
    ]);
    expect(answer.verdict).toBe('incomplete');
    expect(only(answer, 'index-without-concurrently').headline).toMatch(/^If run plainly: /);
    expect(only(answer, 'index-without-concurrently').message).toMatch(/^If it runs as a plain statement: /);

    const stricter = edited(POSTGRES, 'code integer,', 'code integer NOT NULL,');
    expect(found(await judged('postgres', POSTGRES, stricter))).toEqual([
      `not-null-scans advice ${String(lineOf(stricter, 'code integer'))}`,
    ]);
    const checked = `${POSTGRES}ALTER TABLE public.orders ADD CONSTRAINT positive CHECK ((code > 0));\n`;
    expect(found(await judged('postgres', POSTGRES, checked))).toEqual([
      `check-validates advice ${String(lineOf(checked, 'positive'))}`,
    ]);
    const fulltext = edited(MYSQL, '  KEY `by_note`', '  FULLTEXT KEY `words` (`note`),\n  KEY `by_note`');
    expect(found(await judged('mysql', MYSQL, fulltext)).map((line) => line.split(' ')[1])).toEqual([
      'advice',
    ]);
  });

  it('that drops a column is a blocker, and one that adds a column without a default too', async () => {
    const dropped = edited(MYSQL, '  `total` decimal(10,2) DEFAULT NULL,\n', '');
    expect(found(await judged('mysql', MYSQL, dropped))).toEqual([
      `column-dropped blocker ${String(lineOf(dropped, 'CREATE TABLE `orders`'))}`,
    ]);
    const required = edited(
      POSTGRES,
      '    mood public.mood\n',
      '    mood public.mood,\n    vat int NOT NULL\n',
    );
    expect(found(await judged('postgres', POSTGRES, required))).toEqual([
      `column-required blocker ${String(lineOf(required, 'vat int'))}`,
    ]);
  });

  it('takes a column for renamed that comes in the place of another', async () => {
    const after = edited(MYSQL, '`total` decimal', '`sum` decimal');
    expect(found(await judged('mysql', MYSQL, after))).toEqual([
      `column-renamed blocker ${String(lineOf(after, '`sum`'))}`,
    ]);
    const table = MYSQL.replaceAll('`orders`', '`purchases`');
    expect(only(await judged('mysql', MYSQL, table), 'table-renamed').subject).toBe('orders');
  });

  it('that drops a table or changes a type under a view is found', async () => {
    const view = 'CREATE VIEW public.codes AS SELECT orders.code, orders.note FROM public.orders;\n';
    const gone = POSTGRES.replace(/CREATE TABLE[^;]*;\n/, '').replace(
      /^(?:ALTER|CREATE (?:SEQ|INDEX)).*\n/gm,
      '',
    );
    expect(found(await judged('postgres', POSTGRES + view, gone))).toEqual(['table-dropped blocker 1']);
    const wider = edited(POSTGRES, 'code integer', 'code bigint') + view;
    expect(found(await judged('postgres', POSTGRES + view, wider))).toEqual([
      `column-type-rewrites blocker ${String(lineOf(wider, 'code bigint'))}`,
    ]);
  });

  it('that shows a flaw whatever way it took says it without an if', async () => {
    const answer = await judged('postgres', POSTGRES, `${POSTGRES}CREATE TABLE public.tags (name text);\n`);
    const finding = only(answer, 'primary-key-missing');
    expect(finding.headline).not.toMatch(/^If/);
    expect(finding.message).toMatch(/This is told from the change of `db\/structure\.sql`\.$/);
  });

  it('that no plain statement makes is said to be not judged', async () => {
    const more =
      'CREATE TABLE public.lines (id bigint PRIMARY KEY, order_id bigint);\nALTER TABLE public.lines ADD CONSTRAINT to_order FOREIGN KEY (order_id) REFERENCES public.orders (id);\n';
    const key = 'ALTER TABLE ONLY public.orders ADD CONSTRAINT orders_pkey PRIMARY KEY (id);\n';
    const { findings, gaps } = await judged('postgres', POSTGRES + more, edited(POSTGRES, key, '') + more);
    expect(findings).toEqual([]);
    expect(gaps.map(({ id, line }) => `${id} ${String(line)}`)).toEqual([
      'migration-unsupported 1',
      `table-unknown ${String(lineOf(POSTGRES, 'CREATE TABLE public.orders'))}`,
    ]);
  });

  it('that drops a table is a blocker', async () => {
    const after = edited(MYSQL, MYSQL.slice(MYSQL.indexOf('CREATE TABLE `ar_'), MYSQL.indexOf('INSERT')), '');
    expect(found(await judged('mysql', MYSQL, after))).toEqual(['table-dropped blocker 1']);
  });

  it('that brings a table, or a new ENUM value, is silent', async () => {
    for (const [dialect, dump, table] of [
      ['mysql', MYSQL, NEW_MYSQL],
      ['mariadb', MYSQL, NEW_MYSQL],
      ['postgres', POSTGRES, NEW_POSTGRES],
    ] as const) {
      const { findings, gaps } = await judged(dialect, dump, dump + table);
      expect(findings).toEqual([]);
      expect(gaps.map(({ id }) => id)).toEqual(['migration-unsupported']);
    }
    expect(found(await judged('mysql', MYSQL, edited(MYSQL, "'failed')", "'failed','late')")))).toEqual([]);
    const happier = edited(POSTGRES, "'sad', 'happy'", "'sad', 'fine', 'happy'");
    expect(found(await judged('postgres', POSTGRES, happier))).toEqual([]);
  });

  it('of a type of PostgreSQL tells a renamed value, and that a lost one is not judged', async () => {
    const renamed = edited(POSTGRES, "'sad', 'happy'", "'sad', 'glad'");
    expect(found(await judged('postgres', POSTGRES, renamed))).toEqual([
      `enum-value-renamed warning ${String(lineOf(renamed, 'CREATE TYPE'))}`,
    ]);
    const { findings, gaps } = await judged('postgres', POSTGRES, edited(POSTGRES, "'sad', ", ''));
    expect(findings).toEqual([]);
    expect(gaps.map(({ id, line }) => `${id} ${String(line)}`)).toEqual([
      'migration-unsupported 1',
      `statement-unreadable ${String(lineOf(POSTGRES, 'CREATE TYPE'))}`,
    ]);
    expect(gaps[1]?.reason).toMatch(/^The type `public\.mood` loses `sad`/);
  });

  it('is counted beside the gap of the migration in code', async () => {
    const nothing = await judged('mysql', MYSQL, `-- dumped anew\n${MYSQL}`);
    expect(nothing.findings).toEqual([]);
    expect(nothing.gaps.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('`db/structure.sql` (0 changes)'),
    ]);
    const two = edited(edited(MYSQL, '(100)', '(120)'), 'decimal(10,2)', 'decimal(12,2)');
    expect((await judged('mysql', MYSQL, two)).gaps[0]?.reason).toMatch(
      /^In code\. The change of `db\/structure\.sql` \(2 changes\) was judged/,
    );
  });

  it('ignores the list of migrations that have run', async () => {
    const after = edited(MYSQL, "('20240102000000'),", "('20240103000000'),\n('20240102000000'),");
    const answer = await judged('mysql', MYSQL, after);
    expect(answer.findings).toEqual([]);
    expect(answer.gaps.map(({ id }) => id)).toEqual(['migration-unsupported']);
  });

  it('takes no table for dropped whose statement cannot be read', async () => {
    const after = edited(MYSQL, '  `id` bigint NOT NULL AUTO_INCREMENT,', '  `id` bigint NOT (((');
    const answer = await judged('mysql', MYSQL, after);
    expect(answer.findings).toEqual([]);
    expect(answer.gaps.map(({ id }) => id).sort()).toEqual(['migration-unsupported', 'statement-unreadable']);
  });

  it('is acknowledged in the dump as in a migration', async () => {
    const after = edited(MYSQL, "'new','paid','failed'", "'new','paid'");
    const marked = `-- precheck:nolint-file enum-non-additive nobody failed yet\n${after}`;
    const answer = await judged('mysql', MYSQL, marked);
    expect(answer.findings[0]?.acknowledgement).toEqual({ reason: 'nobody failed yet', line: 1 });
    expect(answer.notices).toEqual([]);
  });
});
