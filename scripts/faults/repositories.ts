import type { LocalRepository } from '../../test/github/local-repository.js';
import { createRepository, type BuiltRepository, type Files } from '../../test/github/repository.js';
import type { LocalGitHub } from '../../test/github/server.js';

/** A repository of the story: in git, and on the local GitHub. */
export interface Place {
  readonly fullName: string;
  readonly engine: 'mysql' | 'postgres';
  readonly built: BuiltRepository;
  readonly repository: LocalRepository;
}

const ENGINES: Readonly<Record<string, Place['engine']>> = {
  'acme/shop': 'mysql',
  'acme/billing': 'postgres',
  'globex/stock': 'mysql',
  'globex/people': 'postgres',
};

/** A branch besides `main` that pull requests may go to. */
export const OTHER_BASE = 'release';

/** Four repositories in two installations, each with a short history. */
export async function buildPlaces(github: LocalGitHub): Promise<readonly Place[]> {
  return Promise.all(
    Object.entries(ENGINES).map(async ([fullName, engine]) => {
      const built = await createRepository();
      await built.commit({ message: 'history', files: historyOf(engine) });
      await built.branch(OTHER_BASE);
      return {
        fullName,
        engine,
        built,
        repository: github.addRepository({ fullName, gitDir: built.gitDir }),
      };
    }),
  );
}

const VERSIONS = { mysql: '8.0.36', postgres: '16' };

function historyOf(engine: Place['engine']): Files {
  const key = engine === 'mysql' ? 'BIGINT PRIMARY KEY AUTO_INCREMENT' : 'bigint PRIMARY KEY';
  return {
    'README.md': '# Shop\n',
    '.github/precheck.yml': `migrations:\n  - path: db/migrations\n    engine: ${engine}\n    version: "${VERSIONS[engine]}"\n`,
    'db/migrations/0001_orders.sql': `CREATE TABLE orders (id ${key}, state VARCHAR(20) NOT NULL, total INT NOT NULL);\n`,
    'db/migrations/0002_people.sql': `CREATE TABLE people (id ${key}, name VARCHAR(80) NOT NULL, email VARCHAR(200));\n`,
    'db/migrations/0003_items.sql': `CREATE TABLE items (id ${key}, order_id BIGINT NOT NULL, sku VARCHAR(40) NOT NULL);\n`,
  };
}

/** What a pull request may propose, besides nothing at all. Each statement but the last has something to say about it. */
export const STATEMENTS: readonly string[] = [
  'ALTER TABLE orders DROP COLUMN state;',
  'ALTER TABLE people ADD COLUMN phone VARCHAR(20) NOT NULL;',
  'DROP TABLE items;',
  'CREATE INDEX items_sku ON items (sku);',
  'DELETE FROM items;',
  'ALTER TABLE people RENAME COLUMN email TO mail;',
  'CREATE TABLE notes (id BIGINT PRIMARY KEY, text VARCHAR(200));',
];
