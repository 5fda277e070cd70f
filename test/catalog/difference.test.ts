import { describe, expect, it } from '@jest/globals';

import { applyEntries, emptyCatalog } from '../../src/catalog/apply.js';
import type { Catalog } from '../../src/catalog/catalog.js';
import { catalogDifferences } from '../../src/catalog/difference.js';
import type { Dialect } from '../../src/sql/dialect.js';
import { parseVersion } from '../../src/sql/dialect.js';
import { readSql } from '../../src/sql/read.js';

const VERSIONS: Readonly<Record<Dialect, string>> = { mysql: '8.0.36', mariadb: '10.11', postgres: '16' };

async function schema(dialect: Dialect, text: string): Promise<Catalog> {
  const version = parseVersion(dialect, VERSIONS[dialect]);
  if (!version) throw new Error('no version');
  const { entries } = await readSql({ dialect, version, text });
  return applyEntries(emptyCatalog(version), entries, version);
}

async function told(dialect: Dialect, one: string, other: string): Promise<string[]> {
  const differences = catalogDifferences(await schema(dialect, one), await schema(dialect, other));
  return differences.map(({ kind, name, how }) => `${kind} ${name} ${how}`);
}

describe('catalogDifferences', () => {
  it.each<[string, Dialect, string, string]>([
    [
      'many steps and one, on PostgreSQL, as pg_dump writes it',
      'postgres',
      `CREATE TYPE mood AS ENUM ('a');
       CREATE TABLE users (id bigserial PRIMARY KEY, name varchar(20) DEFAULT 'x', m mood);
       CREATE TABLE orders (id int, total numeric(10,2), status text CHECK (status = 'new'), old int);
       ALTER TABLE orders ADD COLUMN user_id bigint NOT NULL;
       ALTER TABLE orders DROP COLUMN old;
       ALTER TABLE orders ADD COLUMN at timestamptz DEFAULT now();
       ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id);
       CREATE INDEX CONCURRENTLY orders_at ON orders (at) WHERE status = 'new';
       ALTER TYPE mood ADD VALUE 'b';`,
      `SET statement_timeout = 0;
       SELECT pg_catalog.set_config('search_path', '', false);
       CREATE TYPE public.mood AS ENUM ('a', 'b');
       CREATE TABLE public.orders (
         id integer, total numeric(10,2), status text, user_id bigint NOT NULL,
         at timestamp with time zone DEFAULT now(),
         CONSTRAINT orders_status_check CHECK ((status = 'new'::text))
       );
       CREATE TABLE public.users (id bigint NOT NULL, name character varying(20) DEFAULT 'x'::character varying, m public.mood);
       CREATE SEQUENCE public.users_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
       ALTER SEQUENCE public.users_id_seq OWNED BY public.users.id;
       ALTER TABLE ONLY public.users ALTER COLUMN id SET DEFAULT nextval('public.users_id_seq'::regclass);
       ALTER TABLE ONLY public.users ADD CONSTRAINT users_pkey PRIMARY KEY (id);
       CREATE INDEX orders_at ON public.orders USING btree (at) WHERE (status = 'new'::text);
       ALTER TABLE ONLY public.orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES public.users(id);`,
    ],
    [
      'many steps and one, on MySQL, as mysqldump writes it',
      'mysql',
      `CREATE TABLE t (id int(11) NOT NULL AUTO_INCREMENT, n int DEFAULT 0, s varchar(10), PRIMARY KEY (id));
       ALTER TABLE t ADD COLUMN at datetime NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP;
       ALTER TABLE t ADD UNIQUE KEY u (s);`,
      `/*!40101 SET NAMES utf8 */;
       CREATE TABLE \`t\` (
         \`id\` int NOT NULL AUTO_INCREMENT, \`n\` int DEFAULT '0', \`s\` varchar(10) DEFAULT NULL,
         \`at\` datetime NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
         PRIMARY KEY (\`id\`), UNIQUE KEY \`u\` (\`s\`)
       ) ENGINE=InnoDB AUTO_INCREMENT=7 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci;`,
    ],
  ])('none: %s', async (_name, dialect, one, other) => {
    expect(await told(dialect, one, other)).toEqual([]);
  });

  it.each<[string, string, string[]]>([
    ['CREATE TABLE t (a int);', '', ['table t missing']],
    ['', 'CREATE TABLE t (a int, KEY k (a));', ['table t added']],
    ['CREATE TABLE t (a int, b int);', 'CREATE TABLE t (a int);', ['column t.b missing']],
    ['CREATE TABLE t (a int);', 'CREATE TABLE t (a int NOT NULL);', ['column t.a different']],
    ["CREATE TABLE t (a ENUM('x','y'));", "CREATE TABLE t (a ENUM('y','x'));", ['column t.a different']],
    ['CREATE TABLE t (a int, KEY k (a));', 'CREATE TABLE t (a int, UNIQUE k (a));', ['index t.k different']],
    ['CREATE TABLE t (a int DEFAULT 1);', 'CREATE TABLE t (a int DEFAULT 2);', ['column t.a different']],
    ['CREATE TABLE t (a int) ENGINE=InnoDB;', 'CREATE TABLE t (a int) ENGINE=MyISAM;', ['table t different']],
  ])('%s | %s', async (one, other, expected) => {
    expect(await told('mysql', one, other)).toEqual(expected);
  });
});
