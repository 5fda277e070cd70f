import { grantedState } from './acknowledge.js';
import type { Acknowledgement, Finding, Gap, Severity, State } from './finding.js';
import type { ChatAcknowledgement, ReviewSettings } from './review-input.js';

/** Applies what was acknowledged in the conversation to what is still open. The earliest word counts. */
export class ChatAcknowledgements {
  readonly #said: readonly ChatAcknowledgement[];
  readonly #settings: ReviewSettings;

  constructor(said: readonly ChatAcknowledgement[], settings: ReviewSettings) {
    this.#said = said;
    this.#settings = settings;
  }

  finding(finding: Finding): Finding {
    return { ...finding, ...this.#stateOf(finding, finding.rule, finding.severity) };
  }

  gap(gap: Gap): Gap {
    return { ...gap, ...this.#stateOf(gap, gap.id, 'blocker') };
  }

  #stateOf(
    { state, fingerprint }: Pick<Finding, 'state' | 'fingerprint'>,
    id: string,
    severity: Severity,
  ): { readonly state: State; readonly acknowledgement: Acknowledgement } | object {
    if (state !== 'open') return {};
    const word = this.#said.find(
      ({ rules, covers }) => rules.includes(id) && (covers === null || covers.includes(fingerprint)),
    );
    if (word === undefined) return {};
    return {
      state: grantedState(severity, this.#settings),
      acknowledgement: { reason: word.reason, line: null, by: word.by },
    };
  }
}
