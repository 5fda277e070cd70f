import { code, defineMigrationRule } from '../src/engine/rule.js';
import type { Detection, MigrationChange } from '../src/engine/rule.js';

export const transactionNesting = defineMigrationRule({
  id: 'transaction-nesting',
  summary: 'BEGIN inside BEGIN, COMMIT without BEGIN, or a BEGIN that nothing ends',
  question: 'Who begins and ends the transaction of a migration?',
  dialects: ['postgres'],
  severity: 'warning',
  check({ changes, migration }) {
    const isWrapped = migration.transaction === 'file';
    let own: Place | undefined;
    // The wrapper's BEGIN, or the implicit one of a file sent as one string, is over once the file says COMMIT.
    let wrapper = isWrapped;
    for (const [index, { statement }] of changes.entries()) {
      for (const operation of statement.operations) {
        // The body of a block has rules of its own.
        if (operation.kind === 'runBlock' || operation.kind === 'call') return undefined;
        if (operation.kind !== 'transaction') continue;
        const place = { index, operation };
        if (operation.action === 'begin') {
          if (own) return nested(place);
          own = place;
        } else if (operation.action === 'commit' || operation.action === 'rollback') {
          if (!own) return stray(place, statement.head, wrapper);
          own = undefined;
          wrapper = false;
        }
      }
    }
    return own && !isWrapped ? unclosed(own) : undefined;
  },
});

type Place = NonNullable<Detection['at']> & {
  readonly operation: MigrationChange['statements'][number]['operations'][number];
};

function nested(at: Place): Detection {
  return {
    subject: 'transaction',
    headline: 'BEGIN inside a transaction opens no second one',
    message:
      'PostgreSQL has no transactions inside transactions: this BEGIN is a warning and nothing else. The next COMMIT ends the outer one, and what follows it runs outside any transaction.',
    remedy: 'Take the inner BEGIN and its COMMIT away, or use SAVEPOINT and RELEASE SAVEPOINT.',
    at,
  };
}

function stray(at: Place, head: string, wrapper: boolean): Detection {
  const word = code(head);
  return {
    subject: 'transaction',
    headline: wrapper
      ? `${word} ends the transaction that the migration tool has opened`
      : `${word} has no transaction to end`,
    message: wrapper
      ? `The file has no BEGIN: the transaction is the tool's. After ${word} every statement commits by itself, so that a failure further down leaves half of the migration behind, and the tool may not know that it ran.`
      : `No BEGIN stands before ${word}, so it is a warning and nothing else: the statements before it have committed one by one, and a failure between them leaves half of the migration behind.`,
    remedy: wrapper
      ? 'Take it away, and put what must run outside the transaction into a migration of its own that the tool does not wrap.'
      : 'Put BEGIN before the statements that belong together, or take it away.',
    at,
  };
}

function unclosed(at: Place): Detection {
  return {
    subject: 'transaction',
    headline: 'This BEGIN is never ended: nothing behind it is kept',
    message:
      'The file ends without COMMIT. When the connection closes the server rolls back all that stands behind this BEGIN; until then it keeps every lock. The tool takes the migration for done.',
    remedy: 'End the file with COMMIT.',
    at,
  };
}
