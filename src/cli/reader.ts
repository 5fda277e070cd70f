import type { ReadSql } from '../sql/statement.js';
import { cachingReader } from '../workers/caching-reader.js';
import { pooledReader } from '../workers/pooled-reader.js';
import { judgeableReader } from '../workers/reading-budget.js';

/** Reads SQL for every command. Threads start with the first text, and end with the command. */
export const readSql: ReadSql = judgeableReader(cachingReader(pooledReader().readSql));
