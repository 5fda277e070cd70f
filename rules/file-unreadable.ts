import { defineGap } from '../src/engine/rule.js';

export const fileUnreadable = defineGap({
  id: 'file-unreadable',
  summary: 'A migration file that is too large, binary, or not UTF-8',
  question: 'How do I have a large or binary migration file reviewed?',
  dialects: ['mysql', 'mariadb', 'postgres'],
});
