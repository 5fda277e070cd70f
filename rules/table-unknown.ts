import { defineGap } from '../src/engine/rule.js';

export const tableUnknown = defineGap({
  id: 'table-unknown',
  summary: 'What the server does depends on a table that the history does not show',
  question: 'How do I show Precheck a table that the history does not hold?',
  dialects: ['mysql', 'mariadb', 'postgres'],
});
