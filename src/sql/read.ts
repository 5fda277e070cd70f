/**
 * This folder turns SQL text into operations, and is the only one that knows a parser. It may not know a schema, an impact, a
 * rule or a file system.
 */
import type { ReadSql } from './statement.js';

/** Reads SQL in this process. The parsers are loaded when the first text in their dialect arrives. */
export const readSql: ReadSql = async (request) => {
  if (request.dialect === 'postgres') {
    const { readPostgres } = await import('./postgres/read.js');
    return readPostgres(request);
  }
  const { readMysqlWithSecondOpinion } = await import('./mysql/read.js');
  return readMysqlWithSecondOpinion(request);
};
