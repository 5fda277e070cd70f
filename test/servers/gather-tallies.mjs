import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Names the file in which every suite of this run reports its figures. */
const gather = () => {
  const path = join(mkdtempSync(join(tmpdir(), 'precheck-tallies-')), 'tallies');
  writeFileSync(path, '');
  process.env.PRECHECK_SERVERS_TALLIES = path;
};
export { gather as default };
