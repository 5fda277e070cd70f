/** Where rows of the fact tables come from. */
export const EXECUTED = 'executed on PostgreSQL 10 to 18';
export const MANUAL_LOCKING = 'PostgreSQL manual, Explicit Locking';
export const MANUAL_ALTER = 'PostgreSQL manual, ALTER TABLE';
export const MANUAL_INDEX = 'PostgreSQL manual, CREATE INDEX';
export const MANUAL_REINDEX = 'PostgreSQL manual, REINDEX';
export const SOURCE_TABLECMDS = 'PostgreSQL source, tablecmds.c';
export const SOURCE_DEPENDENCY = 'PostgreSQL source, dependency.c and heap.c';
