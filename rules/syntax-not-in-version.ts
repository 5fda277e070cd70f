import { code, defineStatementRule, serverText } from '../src/engine/rule.js';

export const syntaxNotInVersion = defineStatementRule({
  id: 'syntax-not-in-version',
  summary:
    'A statement in words that the configured server does not know: another version or another product does',
  question: 'How is this written for the server that production runs?',
  dialects: ['mysql', 'mariadb', 'postgres'],
  severity: 'blocker',
  supersedes: [
    'statement-refused',
    'table-copied',
    'table-blocked',
    'table-rebuilt',
    'instant-change-degraded',
    'algorithm-clause',
  ],
  check({ statement, server, isVersionAssumed, isRollback }) {
    const { notInVersion, head } = statement;
    if (notInVersion === undefined || isRollback) return undefined;
    // A clause that is no more than an assertion has its own rule.
    const whole = statement.impact.statement;
    if (whole.kind === 'decided' && whole.impact.refused?.code === UNKNOWN_ALGORITHM) return undefined;
    return {
      subject: head,
      severity: isVersionAssumed ? 'warning' : 'blocker',
      headline: `${serverText(server)} does not know this ${code(head)}: syntax error`,
      message: `${notInVersion.charAt(0).toUpperCase()}${notInVersion.slice(1)}. The history runs on ${serverText(server)}, which answers with a syntax error (${server.dialect === 'postgres' ? '42601' : '1064'}) and the migration stops there${server.dialect === 'postgres' ? '' : '; what stood before is committed already'}.`,
      remedy: `Write it in words that ${serverText(server)} knows. If the server is newer than that, say so in ${code('version')} of the configuration.`,
    };
  },
});

/** ER_UNKNOWN_ALTER_ALGORITHM. */
const UNKNOWN_ALGORITHM = '1800';
