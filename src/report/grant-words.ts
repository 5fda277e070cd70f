import { list } from './counting.js';
import { codeSpan } from './prose.js';

/** What the App was given. */
export interface GrantFacts {
  /** "read", "write" or "admin" by GitHub's name of the permission. */
  readonly permissions: Readonly<Record<string, string>>;
  readonly events: readonly string[];
}

interface Need {
  readonly permission?: readonly [name: string, level: 'read' | 'write'];
  readonly events: readonly string[];
  /** What is lost without. */
  readonly lost: string;
}

/** Beside what this very check takes: contents, checks. */
const NEEDS: readonly Need[] = [
  {
    permission: ['pull_requests', 'write'],
    events: ['pull_request'],
    lost: 'pull requests get no comments, or their check only after minutes',
  },
  {
    events: ['pull_request_review'],
    lost: 'nobody hears that an expert approved',
  },
  {
    permission: ['issues', 'read'],
    events: ['issue_comment'],
    lost: 'commands in the conversation are not heard',
  },
  {
    permission: ['merge_queues', 'read'],
    events: ['merge_group'],
    lost: 'a merge queue waits in vain for the check',
  },
  {
    permission: ['members', 'read'],
    events: ['membership', 'team'],
    lost: 'who is in a team of experts is not known, or not anew when it changes',
  },
  { events: ['push'], lost: 'open pull requests are not judged again when their base branch moves' },
];

/** What the App was not given, by a mistake at its registration or as long as an owner has not accepted it, as prose. */
export function grantProblems(granted: GrantFacts): readonly string[] {
  return NEEDS.flatMap(({ permission, events, lost }) => {
    const missing = [
      ...(permission === undefined || isGranted(granted, permission)
        ? []
        : [`the permission ${codeSpan(permission.join(': '))}`]),
      ...events
        .filter((event) => !granted.events.includes(event))
        .map((event) => `the event ${codeSpan(event)}`),
    ];
    return missing.length === 0 ? [] : [`The App lacks ${list(missing)}: ${lost}. ${REMEDY}`];
  });
}

const REMEDY =
  'Add it in the App’s settings on GitHub; a new permission is then accepted by an owner of the organisation.';

function isGranted({ permissions }: GrantFacts, [name, level]: NonNullable<Need['permission']>): boolean {
  const held = permissions[name];
  return held === 'write' || held === 'admin' || held === level;
}
