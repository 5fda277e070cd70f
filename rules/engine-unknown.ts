import { defineGap } from '../src/engine/rule.js';

export const engineUnknown = defineGap({
  id: 'engine-unknown',
  summary: 'Migrations whose database engine cannot be told',
  dialects: ['mysql', 'mariadb', 'postgres'],
});
