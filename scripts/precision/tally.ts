import type { Finding, JudgedStatement, Severity } from '../../src/engine/finding.js';
import { grouped } from '../../src/grouped.js';
import type { Judged } from './judged.js';

/** How often one rule speaks. Findings of rollbacks are advice and counted apart. */
export interface RuleCount {
  readonly rule: string;
  readonly blocker: number;
  readonly warning: number;
  readonly advice: number;
  readonly rollback: number;
  /** In how many of a hundred migrations it speaks at all, and in how many as blocker or warning. */
  readonly per100: number;
  readonly firmPer100: number;
}

/** Something counted under a name, the most frequent first. */
export interface Count {
  readonly what: string;
  readonly times: number;
}

/** All figures of a run. */
export interface Tally {
  readonly migrations: number;
  readonly statements: number;
  /** Findings for a hundred migrations, without those of rollbacks. */
  readonly per100: Readonly<Record<Severity | 'gap', number>>;
  /** Of a hundred migrations, those without blocker, warning and gap. */
  readonly clearPer100: number;
  readonly rules: readonly RuleCount[];
  /** Pairs of rules that speak of the same statement. */
  readonly pairs: readonly Count[];
  /** Gaps by id and by their reason without its names. */
  readonly gaps: readonly Count[];
}

/** Counts what was said of all proposals. */
export function tallyOf(all: readonly Judged[]): Tally {
  const migrations = all.length;
  const per100 = (count: number): number => (migrations === 0 ? 0 : (100 * count) / migrations);
  const findings = all.flatMap((one) => one.findings.filter(({ rollback }) => !rollback));
  const ofSeverity = (severity: Severity): number =>
    per100(findings.filter((finding) => finding.severity === severity).length);
  return {
    migrations,
    statements: sum(all.map((one) => one.statements.length)),
    per100: {
      blocker: ofSeverity('blocker'),
      warning: ofSeverity('warning'),
      advice: ofSeverity('advice'),
      gap: per100(sum(all.map((one) => one.gaps.length))),
    },
    clearPer100: per100(all.filter(isClear).length),
    rules: ruleCounts(all, per100),
    pairs: counts(all.flatMap(pairsOf)),
    gaps: counts(all.flatMap(({ gaps }) => gaps.map(({ id, reason }) => `${id}: ${withoutNames(reason)}`))),
  };
}

function isFirm({ severity, rollback }: Finding): boolean {
  return severity !== 'advice' && !rollback;
}

function isClear({ findings, gaps }: Judged): boolean {
  return gaps.length === 0 && !findings.some(isFirm);
}

function ruleCounts(all: readonly Judged[], per100: (count: number) => number): readonly RuleCount[] {
  const byRule = grouped(
    all.flatMap(({ findings }) => findings),
    ({ rule }) => rule,
  );
  const speaksIn = (test: (finding: Finding) => boolean): number =>
    per100(all.filter(({ findings }) => findings.some(test)).length);
  const counted = [...byRule].map(([rule, found]): RuleCount => {
    const count = (severity: Severity): number =>
      found.filter((finding) => finding.severity === severity && !finding.rollback).length;
    return {
      rule,
      blocker: count('blocker'),
      warning: count('warning'),
      advice: count('advice'),
      rollback: found.filter(({ rollback }) => rollback).length,
      per100: speaksIn((finding) => finding.rule === rule && !finding.rollback),
      firmPer100: speaksIn((finding) => finding.rule === rule && isFirm(finding)),
    };
  });
  return counted.sort((a, b) => b.firmPer100 - a.firmPer100 || b.per100 - a.per100);
}

/** The statement that a finding is about; undefined for one about the file. */
export function statementOf(finding: Finding, { statements }: Judged): JudgedStatement | undefined {
  return statements.find(
    ({ file, line, endLine }) => file === finding.file && line <= finding.line && finding.line <= endLine,
  );
}

/** Each pair of rules once for each line of which both speak. */
function pairsOf({ findings }: Judged): readonly string[] {
  const byLine = grouped(findings, ({ file, line }) => `${file}:${String(line)}`);
  return [...byLine.values()].flatMap((found) => {
    const rules = [...new Set(found.map(({ rule }) => rule))].sort();
    return rules.flatMap((one, at) => rules.slice(at + 1).map((other) => `${one} + ${other}`));
  });
}

const NAMED = /\b(table|index|constraint|column|type|view|sequence|function) [^\s,]*[^\s,.]/g;

/** "… does not show table orders" and "… table users" are the same reason. */
function withoutNames(reason: string): string {
  return reason.replace(/`[^`]*`/g, '…').replace(NAMED, '$1 …');
}

function counts(names: readonly string[]): readonly Count[] {
  return [...grouped(names, (name) => name)]
    .map(([what, { length: times }]) => ({ what, times }))
    .sort((a, b) => b.times - a.times);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
