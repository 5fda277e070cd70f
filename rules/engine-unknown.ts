import { defineGap } from '../src/engine/rule.js';

export const engineUnknown = defineGap({
  id: 'engine-unknown',
  summary: 'Migrations whose database engine cannot be told',
  question: 'How do I tell Precheck which database these migrations are for?',
  dialects: ['mysql', 'mariadb', 'postgres'],
});
