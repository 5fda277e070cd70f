import type { AcknowledgementRequest } from '../sql/acknowledgement.js';
import type { Span } from '../sql/position.js';
import type { Acknowledgement, Notice, Severity, State } from './finding.js';
import type { ForeignMark } from './foreign-marks.js';
import type { ReviewSettings } from './review-input.js';

/** Whether a word from the author is enough. A gap counts as a blocker. */
export function grantedState(severity: Severity, settings: ReviewSettings): State {
  const policy = severity === 'blocker' ? settings.acknowledge.blocker : settings.acknowledge.warning;
  return policy === 'expert' && settings.hasExperts ? 'requested' : 'acknowledged';
}

/**
 * The acknowledgements of one section of a file, matched to its statements, and which of them served. The sections of a
 * file share what served: a comment for the whole file stands in each.
 */
export class FileAcknowledgements {
  readonly #file: string;
  readonly #requests: readonly (AcknowledgementRequest & { readonly covers: Span | undefined })[];
  readonly #marks: readonly (ForeignMark & { readonly covers: Span | undefined })[];
  readonly #served: Set<string>;
  readonly #servedMarks = new Map<ForeignMark, Set<string>>();

  /**
   * `spans`: every statement of the section, in order. `served`: one set for all sections of the file. `marks`: what
   * other linters were told in this section.
   */
  constructor(
    file: string,
    requests: readonly AcknowledgementRequest[],
    spans: readonly Span[],
    served: Set<string>,
    marks: readonly ForeignMark[] = [],
  ) {
    this.#file = file;
    this.#served = served;
    this.#requests = requests.map((request) => ({ ...request, covers: coveredBy(request, spans) }));
    this.#marks = marks.map((mark) => ({ ...mark, covers: coveredBy(mark, spans) }));
  }

  /** What acknowledges `id` on the statement at `span`; undefined when nothing does, or no reason is given. */
  find(id: string, span: Span | undefined): Acknowledgement | undefined {
    const request = this.#requests.find(
      ({ ids, scope, covers }) =>
        ids.includes(id) && (scope === 'file' || (covers !== undefined && covers.start === span?.start)),
    );
    if (!request) return this.#findMark(id, span);
    this.#served.add(useKey(request, id));
    return request.reason === '' ? undefined : { reason: request.reason, line: request.line };
  }

  #findMark(id: string, span: Span | undefined): Acknowledgement | undefined {
    const mark = this.#marks.find(
      (one) => (one.ids?.has(id) ?? true) && isInScope(one.scope, one.covers, span),
    );
    if (!mark) return undefined;
    this.#servedMarks.set(mark, (this.#servedMarks.get(mark) ?? new Set()).add(id));
    return { reason: `no reason given (\`${mark.text}\`)`, line: mark.line };
  }

  /** What is wrong with the file's acknowledgements: no id, an unknown one, no reason, or one that matched nothing. */
  notices(knownIds: ReadonlySet<string>): readonly Notice[] {
    return [...this.#requestNotices(knownIds), ...this.#markNotices()];
  }

  #markNotices(): readonly Notice[] {
    return [...this.#servedMarks].map(([{ text, line }, ids]) => ({
      file: this.#file,
      line,
      text: `\`${text}\` is taken as an acknowledgement without a reason: say why with \`-- precheck:nolint ${[...ids].join(', ')} <reason>\`.`,
    }));
  }

  #requestNotices(knownIds: ReadonlySet<string>): readonly Notice[] {
    return this.#requests.flatMap((request) => {
      const say = (text: string): Notice => ({ file: this.#file, line: request.line, text });
      if (request.ids.length === 0) {
        return [say('`precheck:nolint` names no rule: write `-- precheck:nolint <rule-id> <reason>`.')];
      }
      return request.ids.flatMap((id) => {
        if (!knownIds.has(id))
          return [say(`\`precheck:nolint ${id}\`: there is no rule of this name, so it has no effect.`)];
        if (!this.#served.has(useKey(request, id))) {
          return [say(`\`precheck:nolint ${id}\` matches nothing here: remove it.`)];
        }
        if (request.reason === '') {
          return [
            say(`\`precheck:nolint ${id}\` gives no reason, so it has no effect: add one behind the rule.`),
          ];
        }
        return [];
      });
    });
  }
}

function useKey(request: AcknowledgementRequest, id: string): string {
  return `${String(request.start)} ${id}`;
}

function isInScope(scope: ForeignMark['scope'], covers: Span | undefined, span: Span | undefined): boolean {
  if (scope === 'file') return true;
  if (span === undefined) return false;
  if (scope === 'statement') return covers?.start === span.start;
  return scope.start <= span.start && span.end <= scope.end;
}

/** The statement that a comment speaks of: the one on whose line it ends, else the next. */
function coveredBy(
  request: Pick<AcknowledgementRequest, 'start' | 'line'>,
  spans: readonly Span[],
): Span | undefined {
  const nextIndex = spans.findIndex((span) => span.end > request.start);
  const previous = spans[(nextIndex === -1 ? spans.length : nextIndex) - 1];
  if (previous?.endLine === request.line) return previous;
  return nextIndex === -1 ? undefined : spans[nextIndex];
}
