import type { Finding, Gap } from './finding.js';
import type { HistoryInput, MigrationInput } from './review-input.js';

/** What a history was found to hold. */
interface Found {
  readonly findings: readonly Finding[];
  readonly gaps: readonly Gap[];
}

/** A finding whose suggestion takes the place of these lines of its file. */
interface Offer {
  readonly finding: Finding;
  readonly file: string;
  readonly line: number;
  readonly endLine: number;
  readonly text: string;
}

/** Suggestions for the same lines are tried one after the other; each time everything proposed is judged again. */
const MOST_ROUNDS = 3;

/** Of a change of more statements than these nobody takes suggestions over by hand. */
const MOST_STATEMENTS = 1_000;

/**
 * The findings without the suggestions that a reader should not take over: in their place the history is judged again,
 * and one that cannot be read, still meets the rule that made it, or meets another blocker or warning is not offered; nor
 * is one that was not tried. `judge`: judges a history with other texts.
 */
export async function checkSuggestions(
  history: HistoryInput,
  found: Found,
  statements: number,
  judge: (edited: HistoryInput) => Promise<Found>,
): Promise<readonly Finding[]> {
  let left = found.findings.flatMap((finding) => offerOf(finding) ?? []);
  const good = new Set<Finding>();
  for (let round = 0; left.length > 0 && round < MOST_ROUNDS && statements <= MOST_STATEMENTS; round += 1) {
    const tried = withoutOverlap(left);
    const again = await judge({ ...history, proposed: history.proposed.map((one) => edited(one, tried)) });
    for (const offer of clean(tried, found, again)) good.add(offer.finding);
    left = left.filter((offer) => !tried.includes(offer));
  }
  return found.findings.map((finding) =>
    finding.suggestion === null || good.has(finding) ? finding : { ...finding, ...NO_SUGGESTION },
  );
}

const NO_SUGGESTION = { suggestion: null, suggestionLine: null, suggestionEndLine: null } as const;

function offerOf(finding: Finding): Offer | undefined {
  const { file, suggestion: text, suggestionLine: line, suggestionEndLine: endLine } = finding;
  return text === null || line === null || endLine === null
    ? undefined
    : { finding, file, line, endLine, text };
}

/** Of several for one place the first; in the order of their places. */
function withoutOverlap(offers: readonly Offer[]): readonly Offer[] {
  const taken: Offer[] = [];
  for (const offer of offers.toSorted((a, b) => a.line - b.line)) {
    const last = taken.findLast(({ file }) => file === offer.file);
    if (last === undefined || last.endLine < offer.line) taken.push(offer);
  }
  return taken;
}

/** The migration with the suggestions for its file; a section of it that does not hold the lines keeps its places. */
function edited(migration: MigrationInput, offers: readonly Offer[]): MigrationInput {
  const own = offers.filter(({ file }) => file === migration.path);
  if (own.length === 0) return migration;
  const text = migration.text.split('\n');
  const sql = migration.sql.split('\n');
  for (const { line, endLine, text: replacement } of own.toReversed()) {
    const lines = replacement.split('\n');
    const length = endLine - line + 1;
    const isHere = sql.slice(line - 1, endLine).join('\n') === text.slice(line - 1, endLine).join('\n');
    sql.splice(line - 1, length, ...(isHere ? lines : lines.map(() => '')));
    text.splice(line - 1, length, ...lines);
  }
  return { ...migration, text: text.join('\n'), sql: sql.join('\n') };
}

/** Those in whose lines nothing new is found. What is new elsewhere may come from any of them. */
function clean(tried: readonly Offer[], before: Found, again: Found): readonly Offer[] {
  const known = new Set([...before.findings, ...before.gaps].map(keyOf));
  const bad = new Set<Offer>();
  const places = placesOf(tried);
  for (const subject of [...again.findings, ...again.gaps]) {
    const place = places.find(
      ({ offer, line, endLine }) =>
        offer.file === subject.file && subject.line <= endLine && subject.endLine >= line,
    );
    const isStill = place !== undefined && keyOf(place.offer.finding) === keyOf(subject);
    const isNew = !known.has(keyOf(subject)) && !('severity' in subject && subject.severity === 'advice');
    if (!isStill && !isNew) continue;
    for (const offer of place === undefined ? tried : [place.offer]) bad.add(offer);
  }
  return tried.filter((offer) => !bad.has(offer));
}

/** Where the suggestions stand once those above them are in their places. */
function placesOf(tried: readonly Offer[]) {
  const shifts = new Map<string, number>();
  return tried.map((offer) => {
    const shift = shifts.get(offer.file) ?? 0;
    const length = offer.text.split('\n').length;
    shifts.set(offer.file, shift + length - (offer.endLine - offer.line + 1));
    return { offer, line: offer.line + shift, endLine: offer.line + shift + length - 1 };
  });
}

/** The same for the same thing found in another text of its file. */
function keyOf(subject: Finding | Gap): string {
  const what = 'rule' in subject ? [subject.rule, subject.subject] : [subject.id, subject.statement];
  return JSON.stringify([subject.file, ...what]);
}
