import type { Need } from '../call.js';

/** The permissions that operations ask for. */
export const need = {
  metadata: [['metadata', 'read']],
  contents: [['contents', 'read']],
  pullsRead: [['pull_requests', 'read']],
  pullsWrite: [['pull_requests', 'write']],
  checksRead: [['checks', 'read']],
  checksWrite: [['checks', 'write']],
  members: [['members', 'read']],
  conversationRead: [
    ['issues', 'read'],
    ['pull_requests', 'read'],
  ],
  conversationWrite: [
    ['issues', 'write'],
    ['pull_requests', 'write'],
  ],
} as const satisfies Record<string, Need>;
