import ts from 'typescript';

/** A rule's source with one of its conditions broken. */
export interface Mutant {
  /** Line of the condition, from 1. */
  readonly line: number;
  /** "`isNew(table)` → `false`": stays the same while other lines change. */
  readonly change: string;
  readonly source: string;
}

/** The change that breaks no single condition. */
export const SILENT = 'answers nothing';

/**
 * Breaks each condition by which a rule decides, one at a time: those of `check` and of the predicates beside it. An operand
 * of `&&` or `||` is left out, an early exit is never taken, any other condition is negated, a filter lets everything
 * through; and once the rule answers nothing at all. Conditions that only choose words are left alone.
 */
export function mutantsOf(source: string): readonly Mutant[] {
  const file = ts.createSourceFile('rule.ts', source, ts.ScriptTarget.ES2023, true);
  const mutants: Mutant[] = [];
  const replace = (node: ts.Expression, text: string): void => {
    const { line } = file.getLineAndCharacterOfPosition(node.getStart());
    const change = `\`${node.getText().replace(/\s+/g, ' ')}\` → \`${text.replace(/\s+/g, ' ')}\``;
    mutants.push({ line: line + 1, change, source: spliced(source, node, text) });
  };
  for (const body of decidingBodies(file)) {
    if (body.isCheck) mutants.push(silent(source, file, body.block));
    new Breaking(replace).visit(body.block);
  }
  return mutants;
}

function spliced(source: string, node: ts.Node, text: string): string {
  return source.slice(0, node.getStart()) + text + source.slice(node.getEnd());
}

function silent(source: string, file: ts.SourceFile, { statements, pos }: ts.Block): Mutant {
  const { line } = file.getLineAndCharacterOfPosition(pos);
  const start = statements[0]?.getStart() ?? pos;
  return {
    line: line + 1,
    change: SILENT,
    source: `${source.slice(0, start)}if (true as boolean) return undefined;\n${source.slice(start)}`,
  };
}

interface Body {
  readonly block: ts.Block;
  readonly isCheck: boolean;
}

/** `check`, and the functions of the file that answer yes or no. */
function decidingBodies(file: ts.SourceFile): readonly Body[] {
  const bodies: Body[] = [];
  const search = (node: ts.Node): void => {
    const isCheck = ts.isMethodDeclaration(node) && node.name.getText() === 'check';
    const isPredicate = ts.isFunctionDeclaration(node) && node.type?.kind === ts.SyntaxKind.BooleanKeyword;
    if ((isCheck || isPredicate) && node.body) bodies.push({ block: node.body, isCheck });
    else ts.forEachChild(node, search);
  };
  search(file);
  return bodies;
}

const PREDICATE_CALLS = /^(?:some|every|filter|find|findLast|findIndex)$/;

/** Finds what decides, and hands each part of it over to be replaced. */
class Breaking {
  private readonly replace: (node: ts.Expression, text: string) => void;

  constructor(replace: (node: ts.Expression, text: string) => void) {
    this.replace = replace;
  }

  visit(node: ts.Node): void {
    if (choosesWords(node)) return;
    if (ts.isIfStatement(node)) {
      this.condition(node.expression, leaves(node) ? 'false' : undefined);
      this.visit(node.thenStatement);
      if (node.elseStatement) this.visit(node.elseStatement);
    } else if (ts.isConditionalExpression(node)) {
      this.condition(node.condition);
      this.visit(node.whenTrue);
      this.visit(node.whenFalse);
    } else if (ts.isExpression(node) && (isChain(node) || isComparison(node))) this.condition(node);
    else {
      const predicate = predicateOf(node);
      if (predicate) this.condition(predicate, 'true');
      else
        ts.forEachChild(node, (child) => {
          this.visit(child);
        });
      if (predicate && ts.isCallExpression(node)) this.visit(node.expression);
    }
  }

  /** `neutral` takes the place of the whole; without it the whole is negated. */
  private condition(expression: ts.Expression, neutral?: 'true' | 'false'): void {
    const bare = unwrapped(expression);
    if (!isChain(bare)) {
      this.replace(bare, neutral ?? `!(${bare.getText()})`);
      this.inside(bare);
      return;
    }
    const isAnd = bare.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken;
    if (neutral !== undefined && isAnd !== (neutral === 'true')) this.replace(bare, neutral);
    for (const operand of operandsOf(bare)) this.operand(operand, isAnd ? 'true' : 'false');
  }

  private operand(operand: ts.Expression, neutral: 'true' | 'false'): void {
    this.replace(operand, neutral);
    this.inside(operand);
  }

  /** Parts of a condition that are conditions themselves: its own whole is broken already. */
  private inside(expression: ts.Expression): void {
    const bare = unwrapped(expression);
    const negated = ts.isPrefixUnaryExpression(bare) ? unwrapped(bare.operand) : bare;
    if (isChain(negated)) this.condition(negated);
    else if (predicateOf(negated)) this.visit(negated);
    else
      ts.forEachChild(negated, (child) => {
        this.visit(child);
      });
  }
}

/** A detection, or a choice between texts. */
function choosesWords(node: ts.Node): boolean {
  if (ts.isTemplateExpression(node)) return true;
  if (ts.isObjectLiteralExpression(node))
    return node.properties.some(
      (one) => one.name?.getText() === 'headline' || one.name?.getText() === 'undecided',
    );
  return ts.isConditionalExpression(node) && [node.whenTrue, node.whenFalse].some(isText);
}

function isText(node: ts.Expression): boolean {
  const bare = unwrapped(node);
  return ts.isStringLiteralLike(bare) || ts.isTemplateExpression(bare) || choosesWords(bare);
}

/** An early exit. */
function leaves({ thenStatement, elseStatement }: ts.IfStatement): boolean {
  const last = ts.isBlock(thenStatement) ? thenStatement.statements.at(-1) : thenStatement;
  return !elseStatement && !!last && (ts.isReturnStatement(last) || ts.isContinueStatement(last));
}

/** What `some`, `filter` and their like ask of each member. */
function predicateOf(node: ts.Node): ts.Expression | undefined {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined;
  const [callback] = node.arguments;
  if (!PREDICATE_CALLS.test(node.expression.name.text) || !callback || !ts.isArrowFunction(callback))
    return undefined;
  return ts.isBlock(callback.body) ? undefined : callback.body;
}

function unwrapped(node: ts.Expression): ts.Expression {
  return ts.isParenthesizedExpression(node) ? unwrapped(node.expression) : node;
}

function isChain(node: ts.Node): node is ts.BinaryExpression {
  return (
    ts.isBinaryExpression(node) &&
    (node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken ||
      node.operatorToken.kind === ts.SyntaxKind.BarBarToken)
  );
}

const COMPARISONS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.LessThanToken,
  ts.SyntaxKind.LessThanEqualsToken,
  ts.SyntaxKind.GreaterThanToken,
  ts.SyntaxKind.GreaterThanEqualsToken,
]);

function isComparison(node: ts.Node): boolean {
  return ts.isBinaryExpression(node) && COMPARISONS.has(node.operatorToken.kind);
}

/** The members of `a && b && c`. */
function operandsOf(chain: ts.BinaryExpression): readonly ts.Expression[] {
  const left = unwrapped(chain.left);
  const isSame = isChain(left) && left.operatorToken.kind === chain.operatorToken.kind;
  return [...(isSame ? operandsOf(left) : [chain.left]), chain.right];
}
