import type {
  Acknowledgement,
  CheckedHistory,
  EnvironmentImpact,
  Finding,
  Gap,
  JudgedStatement,
  Notice,
  RecipeStep,
  Review,
  Severity,
  State,
  Verdict,
} from '../engine/finding.js';
import type { DocsSettings } from '../engine/review-input.js';
import { docsUrl, type DocsDefaults } from './docs-url.js';

/** A review for other programs. Public since the first release: keys are added, never changed. */
export interface ReviewDocument {
  readonly version: 1;
  readonly verdict: Verdict;
  readonly findings: readonly FindingDocument[];
  readonly gaps: readonly GapDocument[];
  readonly notices: readonly Notice[];
  readonly statements: readonly JudgedStatement[];
  readonly checked: readonly CheckedHistory[];
}

/** A finding as `--format json` prints it. */
export interface FindingDocument {
  readonly rule: string;
  readonly severity: Severity;
  readonly state: State;
  readonly file: string;
  readonly line: number;
  readonly endLine: number;
  readonly subject: string;
  readonly headline: string;
  readonly message: string;
  readonly remedy: string;
  readonly recipe: readonly RecipeStep[];
  readonly docs: string;
  readonly suggestion: string | null;
  readonly suggestionLine: number | null;
  readonly suggestionEndLine: number | null;
  readonly acknowledgement: Acknowledgement | null;
  readonly tables: readonly string[];
  readonly engine: Finding['engine'];
  readonly fingerprint: string;
  readonly rollback: boolean;
  readonly impacts: readonly EnvironmentImpact[];
}

/** A gap as `--format json` prints it. */
export interface GapDocument {
  readonly id: string;
  readonly state: State;
  readonly file: string;
  readonly line: number;
  readonly endLine: number;
  readonly reason: string;
  readonly statement: string;
  readonly tables: readonly string[];
  readonly engine: Gap['engine'];
  readonly acknowledgement: Acknowledgement | null;
  readonly docs: string;
  readonly fingerprint: string;
}

/** The JSON of a review. Prose keeps its `code spans`. */
export function reviewDocument(review: Review, docs: DocsSettings, defaults: DocsDefaults): ReviewDocument {
  const page = (id: string): string => docsUrl(id, docs, defaults);
  return {
    version: 1,
    verdict: review.verdict,
    findings: review.findings.map((finding) => findingDocument(finding, page(finding.rule))),
    gaps: review.gaps.map((gap) => gapDocument(gap, page(gap.id))),
    notices: review.notices,
    statements: review.statements,
    checked: review.checked,
  };
}

// Key by key: what the engine adds to a finding does not become public by itself.
function findingDocument(finding: Finding, docs: string): FindingDocument {
  return {
    rule: finding.rule,
    severity: finding.severity,
    state: finding.state,
    file: finding.file,
    line: finding.line,
    endLine: finding.endLine,
    subject: finding.subject,
    headline: finding.headline,
    message: finding.message,
    remedy: finding.remedy,
    recipe: finding.recipe,
    docs,
    suggestion: finding.suggestion,
    suggestionLine: finding.suggestionLine,
    suggestionEndLine: finding.suggestionEndLine,
    acknowledgement: finding.acknowledgement,
    tables: finding.tables,
    engine: finding.engine,
    fingerprint: finding.fingerprint,
    rollback: finding.rollback,
    impacts: finding.impacts,
  };
}

function gapDocument(gap: Gap, docs: string): GapDocument {
  return {
    id: gap.id,
    state: gap.state,
    file: gap.file,
    line: gap.line,
    endLine: gap.endLine,
    reason: gap.reason,
    statement: gap.statement,
    tables: gap.tables,
    engine: gap.engine,
    acknowledgement: gap.acknowledgement,
    docs,
    fingerprint: gap.fingerprint,
  };
}
