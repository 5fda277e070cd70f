import { defineGap } from '../src/engine/rule.js';

export const fileUnplaced = defineGap({
  id: 'file-unplaced',
  summary: 'Changed SQL that looks like a migration and belongs to no history that is reviewed',
  question: 'How do I have SQL reviewed that lies outside of the configured migrations?',
  dialects: ['mysql', 'mariadb', 'postgres'],
});
