import { POSTGRES_VERSIONS } from '../start/postgres.js';
import { describePages } from './describe-pages.js';

for (const version of POSTGRES_VERSIONS) describePages('postgres', version);
