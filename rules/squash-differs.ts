import { defineGap } from '../src/engine/rule.js';

export const squashDiffers = defineGap({
  id: 'squash-differs',
  summary: 'A file that replaces old migrations and does not build the same schema',
  question: 'How do I squash migrations without changing the schema?',
  dialects: ['mysql', 'mariadb', 'postgres'],
});
