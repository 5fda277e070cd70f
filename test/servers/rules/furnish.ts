import type { RunningServer } from '../start/start-server.js';

/** What examples name beside their own tables and belongs to the whole server: a tablespace next to its data folder. */
export async function furnish(running: RunningServer): Promise<void> {
  if (running.engine !== 'postgres') return;
  const administrator = await running.connect();
  try {
    const [row] = await administrator.query("SELECT current_setting('data_directory') AS folder");
    const folder = `${String(row?.['folder'])}-fast`;
    // A program that does not read what it is given may be told so as an error.
    await administrator.query(`COPY (SELECT 1) TO PROGRAM 'mkdir ${folder} && cat >/dev/null'`);
    await administrator.query(`CREATE TABLESPACE fast LOCATION '${folder}'`);
  } finally {
    await administrator.close();
  }
}
