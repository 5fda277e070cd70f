import { code, defineRule } from '../src/engine/rule.js';

export const schemaRenamed = defineRule({
  id: 'schema-renamed',
  summary: 'A schema gets another name, which running code does not know',
  question: 'How do I rename a schema without breaking running code?',
  dialects: ['postgres'],
  severity: 'blocker',
  on: ['renameObject'],
  check({ operation, isRollback, before, isNew }) {
    if (operation.object !== 'schema' || isRollback) return undefined;
    const from = operation.name.name;
    const held = [...before.tables.values()].filter(({ name }) => name.schema === from);
    // A schema that this pull request makes and fills.
    if (held.length > 0 && held.every(({ name }) => isNew(name))) return undefined;
    return {
      subject: from,
      headline: `Running code finds nothing of ${code(from)} once it is ${code(operation.to)}`,
      message: `The rename takes no time for the server. From that moment each statement that says ${code(from)}, and each session whose ${code('search_path')} names it, fails to find ${held.length > 0 ? `its tables (the history shows ${String(held.length)})` : 'what is in it'}: the old version of the code during the deploy, jobs, roles with a ${code('search_path')} of their own, function bodies.`,
      remedy: `Make the new schema beside the old one and move table by table: ${code('ALTER TABLE … SET SCHEMA')} with a view under the old name, in one transaction. When no code says ${code(from)} any more, drop the views and the empty schema.`,
    };
  },
});
