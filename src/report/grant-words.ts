import { codeSpan } from './prose.js';
import { lookUp } from '../look-up.js';

/** What the App was given. */
export interface GrantFacts {
  /** "read", "write" or "admin" by GitHub's name of the permission. */
  readonly permissions: Readonly<Record<string, string>>;
  readonly events: readonly string[];
  /** An account of a person has no members and no teams. */
  readonly isOrganisation: boolean;
}

type Permission = readonly [name: string, level: 'read' | 'write'];

/** `lost`: what does not work without. */
interface Need {
  readonly lost: string;
  readonly onlyOfOrganisations?: true;
}

/** Beside those that this very check takes: contents, checks. */
const PERMISSIONS: readonly (Need & { readonly permission: Permission })[] = [
  { permission: ['pull_requests', 'write'], lost: 'no comment can be written' },
  {
    permission: ['members', 'read'],
    lost: 'who is in a team of experts cannot be read',
    onlyOfOrganisations: true,
  },
];

/** `permission`: without it GitHub offers the event to nobody, and who is sent the event has what it takes. */
const EVENTS: readonly (Need & { readonly event: string; readonly permission?: Permission })[] = [
  { event: 'pull_request', lost: 'a pull request is found only every five minutes' },
  { event: 'pull_request_review', lost: 'nobody hears that an expert approved' },
  {
    event: 'issue_comment',
    permission: ['issues', 'read'],
    lost: 'commands in the conversation are not heard',
  },
  {
    event: 'pull_request_review_comment',
    lost: 'commands in threads on lines are heard only with the next review',
  },
  {
    event: 'merge_group',
    permission: ['merge_queues', 'read'],
    lost: 'a merge queue waits in vain for the check',
  },
  { event: 'membership', lost: 'a change of a team is noticed late', onlyOfOrganisations: true },
  { event: 'team', lost: 'a change of a team is noticed late', onlyOfOrganisations: true },
  { event: 'push', lost: 'open pull requests are not judged again when their base branch moves' },
];

/** What the App was not given, by a mistake at its registration or as long as an owner has not accepted it, as prose. */
export function grantProblems(granted: GrantFacts): readonly string[] {
  const isNeeded = ({ onlyOfOrganisations }: Need): boolean =>
    onlyOfOrganisations !== true || granted.isOrganisation;
  const permissions = PERMISSIONS.filter(isNeeded).filter(
    ({ permission }) => !isGranted(granted, permission),
  );
  const events = EVENTS.filter(isNeeded).filter(({ event }) => !granted.events.includes(event));
  return [
    ...permissions.map(({ permission, lost }) => permissionWords(permission, lost)),
    ...events.map(({ event, permission, lost }) =>
      permission === undefined || isGranted(granted, permission)
        ? `The App lacks the event ${codeSpan(event)}: ${lost}. Choose it under Permissions & events of the App.`
        : permissionWords(permission, lost),
    ),
  ];
}

function permissionWords(permission: Permission, lost: string): string {
  return `The App lacks the permission ${codeSpan(permission.join(': '))}: ${lost}. Add it under Permissions & events of the App; where it stands there, an owner has to accept it in the settings of the installation.`;
}

function isGranted({ permissions }: GrantFacts, [name, level]: Permission): boolean {
  const held = lookUp(permissions, name);
  return held === 'write' || held === 'admin' || held === level;
}
