import { codeSpan } from './prose.js';

/** What the App was given. */
export interface GrantFacts {
  /** "read", "write" or "admin" by GitHub's name of the permission. */
  readonly permissions: Readonly<Record<string, string>>;
  readonly events: readonly string[];
  /** An account of a person has no members and no teams. */
  readonly isOrganisation: boolean;
}

interface Need {
  readonly permission?: readonly [name: string, level: 'read' | 'write'];
  readonly event?: string;
  /** What is lost without. */
  readonly lost: string;
  readonly onlyOfOrganisations?: true;
}

/** Beside what this very check takes: contents, checks. */
const NEEDS: readonly Need[] = [
  { permission: ['pull_requests', 'write'], lost: 'no comment can be written' },
  { event: 'pull_request', lost: 'a pull request is found only every five minutes' },
  { event: 'pull_request_review', lost: 'nobody hears that an expert approved' },
  {
    permission: ['issues', 'read'],
    event: 'issue_comment',
    lost: 'commands in the conversation are not heard',
  },
  {
    permission: ['merge_queues', 'read'],
    event: 'merge_group',
    lost: 'a merge queue waits in vain for the check',
  },
  {
    permission: ['members', 'read'],
    lost: 'who is in a team of experts cannot be read',
    onlyOfOrganisations: true,
  },
  { event: 'membership', lost: 'a change of a team is noticed late', onlyOfOrganisations: true },
  { event: 'team', lost: 'a change of a team is noticed late', onlyOfOrganisations: true },
  { event: 'push', lost: 'open pull requests are not judged again when their base branch moves' },
];

/** What the App was not given, by a mistake at its registration or as long as an owner has not accepted it, as prose. */
export function grantProblems(granted: GrantFacts): readonly string[] {
  return NEEDS.flatMap(({ permission, event, lost, onlyOfOrganisations }) => {
    if (onlyOfOrganisations && !granted.isOrganisation) return [];
    if (permission !== undefined && !isGranted(granted, permission)) {
      const name = codeSpan(permission.join(': '));
      return [
        `The App lacks the permission ${name}: ${lost}. Add it under Permissions & events of the App; where it stands there, an owner has to accept it in the settings of the installation.`,
      ];
    }
    return event === undefined || granted.events.includes(event)
      ? []
      : [
          `The App lacks the event ${codeSpan(event)}: ${lost}. Choose it under Permissions & events of the App.`,
        ];
  });
}

function isGranted({ permissions }: GrantFacts, [name, level]: NonNullable<Need['permission']>): boolean {
  const held = permissions[name];
  return held === 'write' || held === 'admin' || held === level;
}
