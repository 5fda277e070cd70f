import { defineGap } from '../src/engine/rule.js';

export const statementUnreadable = defineGap({
  id: 'statement-unreadable',
  summary: 'A statement that Precheck cannot read, and so cannot judge',
  question: 'What do I do with a statement that Precheck cannot read?',
  dialects: ['mysql', 'mariadb', 'postgres'],
});
