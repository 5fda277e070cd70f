/** This folder says what each operation makes of a schema on MySQL and MariaDB. It may not know PostgreSQL's. */
import type { Handlers } from '../handlers.js';
import {
  addColumn,
  dropColumn,
  redefineColumn,
  renameColumn,
  setColumnDefault,
  setColumnVisible,
} from './columns.js';
import { addConstraint, alterConstraint, dropConstraint } from './constraints.js';
import { addIndex, dropIndex, renameIndex, setIndexVisible } from './indexes.js';
import {
  alterSchema,
  createSchema,
  createSequence,
  createView,
  dropObject,
  dropSchema,
  dropView,
} from './objects.js';
import { changePartitions, exchangePartition, partitionTable, removePartitioning } from './partitions.js';
import {
  changeSystemVersioning,
  convertCharset,
  createTable,
  dropTable,
  renameTable,
  setTableOption,
} from './tables.js';

/** What MySQL and MariaDB make of the operations that change a schema. */
export const mysqlHandlers: Handlers = {
  createTable,
  dropTable,
  renameTable,
  setTableOption,
  convertCharset,
  changeSystemVersioning,
  addColumn,
  dropColumn,
  redefineColumn,
  renameColumn,
  setColumnDefault,
  setColumnVisible,
  addIndex,
  dropIndex,
  renameIndex,
  setIndexVisible,
  addConstraint,
  dropConstraint,
  alterConstraint,
  partitionTable,
  removePartitioning,
  changePartitions,
  exchangePartition,
  createView,
  dropView,
  createSequence,
  dropObject,
  createSchema,
  alterSchema,
  dropSchema,
};
