import { lookUp } from '../../look-up.js';
import type { ObjectName } from '../name.js';

/** What a part of the tree mentions. */
export interface Survey {
  /** Tables and views read or written, each once, names of WITH queries left out. */
  readonly tables: readonly ObjectName[];
  /** Column names, without table, each once; `*` for all. */
  readonly columns: readonly string[];
  /** Functions called, lower case, without schema, each once. */
  readonly functions: readonly string[];
  readonly locking: boolean;
  /** Statements in WITH that change data, by node name. */
  readonly changes: readonly Change[];
}

/** INSERT, UPDATE, DELETE or MERGE inside another statement. */
export interface Change {
  readonly kind: string;
  readonly content: unknown;
}

type Fields = Readonly<Record<string, unknown>>;

/** Names of WITH queries that hide tables: the first `visible` of one clause, and those of the clauses around it. */
interface Scope {
  readonly places: ReadonlyMap<string, number>;
  readonly visible: number;
  readonly outer: Scope | undefined;
}

const CHANGES = new Set(['InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt']);
const NOTHING: Scope = { places: new Map(), visible: 0, outer: undefined };

/** Walks the tree with a stack of its own: a deep expression must not end in a RangeError. */
export function survey(...roots: readonly unknown[]): Survey {
  return new Surveyor().run(roots);
}

class Surveyor {
  private readonly tables = new Map<string, ObjectName>();
  private readonly columns = new Set<string>();
  private readonly functions = new Set<string>();
  private readonly changes: Change[] = [];
  private locking = false;
  private readonly stack: unknown[] = [];
  private readonly scopes: Scope[] = [];

  run(roots: readonly unknown[]): Survey {
    for (let index = roots.length - 1; index >= 0; index--) this.push(roots[index], NOTHING);
    while (this.stack.length > 0) this.visit(this.stack.pop(), this.scopes.pop() ?? NOTHING);
    return {
      tables: [...this.tables.values()],
      columns: [...this.columns],
      functions: [...this.functions],
      locking: this.locking,
      changes: this.changes,
    };
  }

  private push(value: unknown, scope: Scope): void {
    if (typeof value !== 'object' || value === null) return;
    this.stack.push(value);
    this.scopes.push(scope);
  }

  private visit(value: unknown, scope: Scope): void {
    if (Array.isArray(value)) {
      for (let index = value.length - 1; index >= 0; index--) this.push(value[index], scope);
      return;
    }
    const fields = value as Fields;
    const inner = fields['withClause'] ? this.openScope(fields, scope) : scope;
    const keys = Object.keys(fields);
    for (let index = keys.length - 1; index >= 0; index--) {
      const key = keys[index] ?? '';
      if (key === 'withClause') continue;
      const child = lookUp(fields, key);
      if (this.note(key, child, inner)) this.push(child, inner);
    }
  }

  /** True when the child is to be walked too. */
  private note(key: string, child: unknown, scope: Scope): boolean {
    switch (key) {
      case 'A_Const':
      case 'typeName':
        return false;
      case 'ColumnRef':
        this.columns.add(columnOf(child as Fields));
        return false;
      case 'RangeVar':
      case 'relation':
        if (typeof child === 'object' && child !== null && 'relname' in child) {
          this.table(child, scope);
          return false;
        }
        return true;
      case 'FuncCall':
        this.functions.add(lastString((child as Fields)['funcname']).toLowerCase());
        return true;
      case 'SQLValueFunction':
        this.functions.add(valueFunction(child as Fields));
        return false;
      case 'lockingClause':
        this.locking = true;
        return false;
      default:
        if (!CHANGES.has(key)) return true;
        this.changes.push({ kind: key, content: child });
        // The table that is changed is not one that is read.
        this.push({ ...(child as Fields), relation: undefined }, scope);
        return false;
    }
  }

  private table(relation: Fields, scope: Scope): void {
    const name = String(relation['relname']);
    const schema = relation['schemaname'];
    if (typeof schema === 'string') this.tables.set(`${schema}.${name}`, { schema, name });
    else if (!isHidden(name, scope)) this.tables.set(name, { name });
  }

  /** A WITH query sees those before it, and itself only when RECURSIVE. */
  private openScope(fields: Fields, scope: Scope): Scope {
    const clause = fields['withClause'] as {
      readonly ctes?: readonly Fields[];
      readonly recursive?: boolean;
    };
    const queries = (clause.ctes ?? []).map((cte) => cte['CommonTableExpr'] as Fields);
    const places = new Map<string, number>();
    queries.forEach((query, index) => {
      const name = String(query['ctename']);
      if (!places.has(name)) places.set(name, index);
    });
    const inner: Scope = { places, visible: queries.length, outer: scope };
    queries.forEach((query, index) => {
      this.push(query['ctequery'], clause.recursive ? inner : { ...inner, visible: index });
    });
    return inner;
  }
}

function isHidden(name: string, scope: Scope): boolean {
  for (let at: Scope | undefined = scope; at; at = at.outer)
    if ((at.places.get(name) ?? Infinity) < at.visible) return true;
  return false;
}

function columnOf(reference: Fields): string {
  const fields = reference['fields'];
  const last: unknown = Array.isArray(fields) ? fields[fields.length - 1] : undefined;
  return stringOf(last) ?? '*';
}

function lastString(nodes: unknown): string {
  const last: unknown = Array.isArray(nodes) ? nodes[nodes.length - 1] : undefined;
  return stringOf(last) ?? '';
}

function stringOf(node: unknown): string | undefined {
  const string = (node as { readonly String?: { readonly sval?: string } } | undefined)?.String;
  return string && (string.sval ?? '');
}

/** SVFOP_CURRENT_TIMESTAMP_N → "current_timestamp". */
function valueFunction(fields: Fields): string {
  return String(fields['op'])
    .replace(/^SVFOP_|_N$/g, '')
    .toLowerCase();
}
