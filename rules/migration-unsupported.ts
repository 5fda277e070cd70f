import { defineGap } from '../src/engine/rule.js';

export const migrationUnsupported = defineGap({
  id: 'migration-unsupported',
  summary: 'A migration written in code, which Precheck does not read',
  question: 'How do I have a migration written in code reviewed?',
  dialects: ['mysql', 'mariadb', 'postgres'],
});
