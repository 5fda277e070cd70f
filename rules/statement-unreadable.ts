import { defineGap } from '../src/engine/rule.js';

export const statementUnreadable = defineGap({
  id: 'statement-unreadable',
  summary: 'A statement that Precheck cannot read, and so cannot judge',
  dialects: ['mysql', 'mariadb', 'postgres'],
});
