import { defineGap } from '../src/engine/rule.js';

export const tableUnknown = defineGap({
  id: 'table-unknown',
  summary: 'What the server does depends on a table that the history does not show',
  dialects: ['mysql', 'mariadb', 'postgres'],
});
