import { code, defineRule, nameText } from '../src/engine/rule.js';
import type { Operation } from '../src/engine/rule.js';

export const codeInDatabase = defineRule({
  id: 'code-in-database',
  summary: 'A routine, trigger or event is created, for teams that keep code out of the database',
  question: 'Where should this code live, if not in the database?',
  dialects: ['mysql', 'mariadb', 'postgres'],
  severity: 'advice',
  offByDefault: true,
  on: ['createRoutine', 'createTrigger', 'createObject'],
  check({ operation, isRollback }) {
    const made = isRollback ? undefined : madeBy(operation);
    if (!made) return undefined;
    return {
      subject: made.name,
      headline: `The ${made.kind} ${code(made.name)} runs code that no deployment of the application changes`,
      message: `It is live for the old and the new version of the application at once, is changed by migrations only, and is seen by no reader of the code that it works for. ${made.kind === 'trigger' ? 'Whoever writes a row pays for it, and an online schema change tool that uses triggers of its own may refuse the table.' : 'It runs with the rights of whoever defined it unless it says otherwise.'}`,
      remedy: 'Keep the logic in the application, or say why it has to be here.',
    };
  },
});

interface Made {
  readonly kind: string;
  readonly name: string;
}

function madeBy(operation: Operation): Made | undefined {
  if (operation.kind === 'createRoutine')
    return { kind: operation.routineKind, name: nameText(operation.routine) };
  if (operation.kind === 'createTrigger') return { kind: 'trigger', name: operation.trigger };
  if (operation.kind === 'createObject' && operation.object === 'event')
    return { kind: 'event', name: nameText(operation.name) };
  return undefined;
}
