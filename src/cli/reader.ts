import type { ReadSql } from '../sql/statement.js';
import { cachingReader } from '../workers/caching-reader.js';
import { pooledReader } from '../workers/pooled-reader.js';
import { judgeableReader } from '../workers/reading-budget.js';

/**
 * Reads SQL for every command but `impact --batch`, each text with a deadline and a limit of memory. Threads start with the
 * first text, and end with the command.
 */
export const readSql: ReadSql = judgeableReader(cachingReader(pooledReader().readSql));
