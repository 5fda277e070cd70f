/** Where rows of the fact tables come from. */
export const EXECUTED_MYSQL = 'executed on MySQL 9.7.4';
export const MANUAL_INDEX = 'MySQL Reference Manual, Online DDL Operations, Index Operations';
export const MANUAL_KEY = 'MySQL Reference Manual, Online DDL Operations, Primary Key Operations';
export const MANUAL_COLUMN = 'MySQL Reference Manual, Online DDL Operations, Column Operations';
export const MANUAL_GENERATED = 'MySQL Reference Manual, Online DDL Operations, Generated Column Operations';
export const MANUAL_FOREIGN_KEY = 'MySQL Reference Manual, Online DDL Operations, Foreign Key Operations';
export const MANUAL_TABLE = 'MySQL Reference Manual, Online DDL Operations, Table Operations';
export const MANUAL_PARTITION = 'MySQL Reference Manual, Online DDL Operations, Partitioning Operations';
export const MANUAL_LIMITS = 'MySQL Reference Manual, Online DDL Limitations';
