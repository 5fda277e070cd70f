import { POSTGRES_VERSIONS } from './start/postgres.js';
import { describePostgres } from './truth/describe-postgres.js';

for (const version of POSTGRES_VERSIONS) describePostgres(version);
