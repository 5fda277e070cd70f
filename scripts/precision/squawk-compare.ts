import type { Finding, JudgedStatement } from '../../src/engine/finding.js';
import { grouped } from '../../src/grouped.js';
import type { Judged } from './judged.js';
import { COUNTERPARTS, OF_FILES } from './squawk-rules.js';
import type { SquawkFinding } from './squawk-run.js';

/** Who speaks of a hazard: both, one alone, or Precheck says that it cannot judge the statement. */
export type Side = 'both' | 'alone' | 'gap';

/** What one of the two says of one statement. */
export interface Met {
  readonly by: 'squawk' | 'precheck';
  readonly rule: string;
  readonly side: Side;
  readonly judged: Judged;
  readonly path: string;
  readonly line: number;
  readonly statement: JudgedStatement | undefined;
}

/** The merged way forward of a proposal, whose text both have read. */
export function fileOf({ proposal }: Judged) {
  return proposal.history.proposed.find(({ direction }) => direction === 'up');
}

/** Matches what the two say, statement by statement. `squawk` holds the findings of the proposals at their places. */
export function compare(all: readonly Judged[], squawk: readonly SquawkFinding[]): readonly Met[] {
  const byPlace = grouped(squawk, ({ at }) => String(at));
  return all.flatMap((judged, at) => {
    const path = fileOf(judged)?.path;
    if (path === undefined) return [];
    const file = new FilePair(judged, path, byPlace.get(String(at)) ?? []);
    return [...file.ofSquawk(), ...file.ofPrecheck()];
  });
}

class FilePair {
  private readonly judged: Judged;
  private readonly path: string;
  private readonly squawk: readonly SquawkFinding[];
  private readonly own: readonly Finding[];

  constructor(judged: Judged, path: string, squawk: readonly SquawkFinding[]) {
    this.judged = judged;
    this.path = path;
    this.squawk = squawk;
    this.own = judged.findings.filter(({ file }) => file === path);
  }

  ofSquawk(): readonly Met[] {
    return this.squawk.map(({ rule, line }) => {
      const isSaid = this.own.some((finding) => this.isSame(rule, line, finding));
      const isGap = this.judged.gaps.some((gap) => gap.file === this.path && this.isOn(line, gap.line));
      return this.met('squawk', rule, line, isSaid ? 'both' : isGap ? 'gap' : 'alone');
    });
  }

  ofPrecheck(): readonly Met[] {
    return this.own.map((finding) => {
      const isSaid = this.squawk.some(({ rule, line }) => this.isSame(rule, line, finding));
      return this.met('precheck', finding.rule, finding.line, isSaid ? 'both' : 'alone');
    });
  }

  private isSame(rule: string, line: number, finding: Finding): boolean {
    const isCounterpart = COUNTERPARTS[rule]?.includes(finding.rule) === true;
    return isCounterpart && (OF_FILES.has(rule) || this.isOn(line, finding.line));
  }

  private isOn(line: number, other: number): boolean {
    return line === other || (this.at(line) !== undefined && this.at(line) === this.at(other));
  }

  /** The innermost statement of the line. */
  private at(line: number): JudgedStatement | undefined {
    return this.judged.statements.findLast(
      (one) => one.file === this.path && one.line <= line && line <= one.endLine,
    );
  }

  private met(by: Met['by'], rule: string, line: number, side: Side): Met {
    return { by, rule, side, judged: this.judged, path: this.path, line, statement: this.at(line) };
  }
}
