/** This folder says what each operation makes of a schema on PostgreSQL. It may not know MySQL's. */
import type { Handlers } from '../handlers.js';
import {
  addColumn,
  changeColumnType,
  changeIdentity,
  renameColumn,
  setColumnAttribute,
  setColumnDefault,
  setColumnExpression,
  setColumnNullable,
} from './columns.js';
import {
  addConstraint,
  alterConstraint,
  dropConstraint,
  renameConstraint,
  validateConstraint,
} from './constraints.js';
import { dropColumn } from './drop-column.js';
import { addIndex, attachIndex, dropIndex, renameIndex } from './indexes.js';
import { alterObject, createObject, dropObject, dropSchema, renameObject } from './objects.js';
import { attachPartition, changeInheritance, detachPartition } from './partitions.js';
import { alterSequence, createSequence } from './sequences.js';
import {
  dropTable,
  renameTable,
  setLogged,
  setSchema,
  setTableAttribute,
  setTableOption,
} from './table-changes.js';
import { createTable } from './tables.js';
import { addEnumValue, alterCompositeType, alterDomain, createType, renameEnumValue } from './types.js';
import { createView, dropView } from './views.js';

/** What PostgreSQL makes of the operations that change a schema. */
export const postgresHandlers: Handlers = {
  createTable,
  dropTable,
  renameTable,
  setSchema,
  setTableOption,
  setTableAttribute,
  setLogged,
  changeInheritance,
  addColumn,
  dropColumn,
  renameColumn,
  changeColumnType,
  changeIdentity,
  setColumnAttribute,
  setColumnDefault,
  setColumnExpression,
  setColumnNullable,
  addIndex,
  attachIndex,
  dropIndex,
  renameIndex,
  addConstraint,
  alterConstraint,
  dropConstraint,
  renameConstraint,
  validateConstraint,
  attachPartition,
  detachPartition,
  createView,
  dropView,
  createSequence,
  alterSequence,
  createType,
  addEnumValue,
  renameEnumValue,
  alterCompositeType,
  alterDomain,
  createObject,
  alterObject,
  dropObject,
  renameObject,
  dropSchema,
};
