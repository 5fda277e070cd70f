import { defineGap } from '../src/engine/rule.js';

export const statementTemplated = defineGap({
  id: 'statement-templated',
  summary: 'A statement that holds a placeholder of a template, so that its text is not known',
  question: 'How do I have a templated migration judged?',
  dialects: ['mysql', 'mariadb', 'postgres'],
});
