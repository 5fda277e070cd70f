/** What a person asked of Precheck in the chat of a pull request. */
export type Command =
  | { readonly kind: 'rerun' | 'escalate' | 'status' | 'help' }
  | { readonly kind: 'explain'; readonly rule: string }
  | { readonly kind: 'acknowledge'; readonly rules: readonly string[]; readonly reason: string }
  /** Meant for Precheck, and not understood. `problem`: what is wrong and how it is written, one sentence. */
  | { readonly kind: 'unclear'; readonly problem: string };

/** Longer first lines are prose. */
const LONGEST_LINE = 2000;
const LONGEST_REASON = 500;

/** What `/precheck help` lists. */
export const COMMANDS: readonly (readonly [usage: string, does: string])[] = [
  ['/precheck rerun', 'reviews the pull request again'],
  ['/precheck ack <rule-id> <reason>', 'acknowledges the findings of a rule that are open now'],
  ['/precheck escalate', 'asks the experts, whatever was found'],
  ['/precheck explain <rule-id>', 'answers with what the rule is about'],
  ['/precheck status', 'brings the summary up to date'],
  ['/precheck help', 'lists the commands'],
];

/**
 * The command of a comment: its first line, when that begins with `/precheck`. Undefined for everything else, quoted and
 * indented text included.
 */
export function readCommand(body: string): Command | undefined {
  const [line = ''] = body.split(/\r\n|\r|\n/, 1);
  const [, rest] = /^\/precheck(?![\w/-])(.*)$/.exec(line.slice(0, LONGEST_LINE)) ?? [];
  if (rest === undefined) return undefined;
  const [word = '', ...others] = rest.trim().split(/\s+/);
  return parsed(word.toLowerCase(), others.join(' '));
}

function parsed(word: string, rest: string): Command {
  switch (word) {
    case 'rerun':
    case 'status':
    case 'help':
      return { kind: word };
    case 'escalate':
      // Whom it asks stands in the configuration: a team named here would wait for a request that nobody makes.
      return rest === ''
        ? { kind: 'escalate' }
        : {
            kind: 'unclear',
            problem: 'It asks the experts of the configuration, and takes no name: `/precheck escalate`.',
          };
    case '':
      return { kind: 'help' };
    case 'explain':
      return isRuleId(rest)
        ? { kind: 'explain', rule: rest.toLowerCase() }
        : { kind: 'unclear', problem: 'It names no rule: `/precheck explain <rule-id>`.' };
    case 'ack':
    case 'acknowledge':
      return acknowledgement(rest);
    default:
      return { kind: 'unclear', problem: 'There is no such command: `/precheck help` lists them.' };
  }
}

function acknowledgement(rest: string): Command {
  const [, ids, reason] = /^([a-z0-9-]+(?:\s*,\s*[a-z0-9-]+)*)(?:\s+(.*))?$/i.exec(rest) ?? [];
  if (ids === undefined) {
    return { kind: 'unclear', problem: 'It names no rule: `/precheck ack <rule-id> <reason>`.' };
  }
  if (reason === undefined || reason.trim() === '') {
    return { kind: 'unclear', problem: 'It gives no reason: `/precheck ack <rule-id> <reason>`.' };
  }
  const rules = [...new Set(ids.toLowerCase().split(/\s*,\s*/))];
  return { kind: 'acknowledge', rules, reason: reason.trim().slice(0, LONGEST_REASON) };
}

function isRuleId(text: string): boolean {
  return /^[a-z0-9][a-z0-9-]{0,99}$/i.test(text);
}
