import { defineGap } from '../src/engine/rule.js';

export const fileUnreadable = defineGap({
  id: 'file-unreadable',
  summary: 'A migration file that is too large, binary, or not UTF-8',
  dialects: ['mysql', 'mariadb', 'postgres'],
});
