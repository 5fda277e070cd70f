import { code, defineRule, isAtLeast } from '../src/engine/rule.js';

export const eventOnReplica = defineRule({
  id: 'event-on-replica',
  summary: 'An event is disabled on replicas, and stays so when one of them becomes the source',
  question: 'How do I keep an event running after a failover?',
  dialects: ['mysql', 'mariadb'],
  severity: 'advice',
  offByDefault: true,
  on: ['createObject'],
  check({ operation, isRollback, server }) {
    if (operation.object !== 'event' || isRollback) return undefined;
    const name = operation.name.name;
    const status =
      isAtLeast(server, 8, 2) && server.dialect === 'mysql' ? 'REPLICA_SIDE_DISABLED' : 'SLAVESIDE_DISABLED';
    return {
      subject: name,
      headline: `After a failover the event ${code(name)} no longer runs`,
      message: `CREATE EVENT is replicated, but a replica keeps ${code(name)} disabled (${code(status)}), so that it runs on the source alone. When a replica becomes the source, the event stays disabled there until somebody enables it.`,
      remedy: `Put \`ALTER EVENT … ENABLE\` of ${code(name)} into the failover procedure, or let a scheduler outside the database do its work.`,
    };
  },
});
