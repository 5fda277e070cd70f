import type { OperationKind } from '../sql/operation.js';
import type { FileJudgement, Hit, Judgement } from './judge.js';
import { code } from './words.js';

/** Changes whose work no other form of the statement spares: an online tool does it as well, only more slowly. */
const ALWAYS_WORK: ReadonlySet<OperationKind> = new Set<OperationKind>([
  'createTable',
  'dropTable',
  'renameTable',
  'addColumn',
  'dropColumn',
  'renameColumn',
  'redefineColumn',
  'changeColumnType',
]);

/** A file whose statements are guessed from their result, with the findings that hold however they ran. */
export interface HedgedFile extends FileJudgement {
  /** Rules whose findings hold only if the change runs as a plain statement. */
  readonly hedged: ReadonlySet<string>;
}

/**
 * Takes back what a result cannot show. An index, a constraint or NOT NULL can be reached without anybody waiting (rules
 * with `scale: 'size'`), and how others queue for a lock (`scale: 'traffic'`) is a matter of the statement: such findings
 * become advice that says so. No finding offers other words, since the lines are written by a machine.
 */
export function hedgeFile({ judgements, hits }: FileJudgement, path: string): HedgedFile {
  const hedged = new Set<string>();
  const hedgedHit = (hit: Hit): Hit => {
    if (isShownByResult(hit)) return shown(hit, path);
    hedged.add(hit.rule.id);
    return ifPlain(hit, path);
  };
  return {
    judgements: judgements.map((judgement): Judgement => ({
      ...judgement,
      hits: judgement.hits.map(hedgedHit),
    })),
    hits: hits.map(hedgedHit),
    hedged,
  };
}

function isShownByResult({ rule, operation }: Hit): boolean {
  if (rule.scale === 'size') return operation !== undefined && ALWAYS_WORK.has(operation.kind);
  return rule.scale === undefined;
}

function shown(hit: Hit, path: string): Hit {
  const { detection, rule } = hit;
  const who =
    rule.scale === undefined ? '' : ': who waits, and for how long, depends on how the migration runs it';
  const message = `${detection.message} This is told from the change of ${code(path)}${who}.`;
  return { ...hit, detection: { ...detection, message, replacement: undefined } };
}

function ifPlain(hit: Hit, path: string): Hit {
  const { detection } = hit;
  return {
    ...hit,
    size: undefined,
    detection: {
      ...detection,
      severity: 'advice',
      headline: `If run plainly: ${detection.headline}`,
      message: `If it runs as a plain statement: ${detection.message} ${code(path)} shows the result and not the way: the migration may run it otherwise.`,
      replacement: undefined,
    },
  };
}
