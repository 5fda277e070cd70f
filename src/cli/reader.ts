import type { ReadSql } from '../sql/statement.js';
import { cachingReader } from '../workers/caching-reader.js';
import { pooledReader } from '../workers/pooled-reader.js';

/** Reads SQL for every command. Threads start with the first text, and end with the command. */
export const readSql: ReadSql = cachingReader(pooledReader().readSql);
