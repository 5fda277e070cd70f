import { built, runModule } from './child.js';
import { median, type Bench, type Cost, type Measurement } from './measurement.js';

const ROUNDS = 15;

/** A process's own account, which includes its start. */
const OWN_COST = 'process.stdout.write(JSON.stringify(process.cpuUsage()));';

const READ = (dialect: string): string => `
  import { readSql } from ${built('src/sql/read.js')};
  import { parseVersion } from ${built('src/sql/dialect.js')};
  const version = parseVersion('${dialect}', '${dialect === 'postgres' ? '16' : '8.0'}');
  await readSql({ dialect: '${dialect}', version, text: 'ALTER TABLE t ADD COLUMN a int' });
  ${OWN_COST}`;

async function costOf(code: string): Promise<Cost> {
  const { milliseconds, stdout } = await runModule(code);
  const { user, system } = JSON.parse(stdout) as NodeJS.CpuUsage;
  return { wall: milliseconds, cpu: (user + system) / 1_000 };
}

/** What the first statement costs a process that did nothing else, beyond starting Node. */
export const startTime: Bench = {
  name: 'start-time',
  about: 'imports and the first statement, beyond an empty Node process',
  needsCorpus: false,
  async run() {
    const codes = { empty: OWN_COST, mysql: READ('mysql'), postgres: READ('postgres') };
    const costs: Record<keyof typeof codes, Cost[]> = { empty: [], mysql: [], postgres: [] };
    for (let round = 0; round < ROUNDS; round++)
      for (const name of ['empty', 'mysql', 'postgres'] as const) costs[name].push(await costOf(codes[name]));
    const typical = (name: keyof typeof codes, figure: keyof Cost): number =>
      median(costs[name].map((cost) => cost[figure]));
    const beyond = (name: 'mysql' | 'postgres'): Measurement[] => [
      {
        what: `${name}: imports and first statement, processor time`,
        value: typical(name, 'cpu') - typical('empty', 'cpu'),
        unit: 'ms',
        target: { bound: 'at most', value: 150 },
      },
      { what: 'the same, by the clock', value: typical(name, 'wall') - typical('empty', 'wall'), unit: 'ms' },
    ];
    return [
      { what: 'an empty Node process, by the clock', value: typical('empty', 'wall'), unit: 'ms' },
      ...beyond('mysql'),
      ...beyond('postgres'),
    ];
  },
};
