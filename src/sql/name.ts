/** A table, view, sequence or type as a statement names it. PostgreSQL names are folded to lower case by the reader. */
export interface ObjectName {
  /** The schema (PostgreSQL) or database (MySQL); undefined when the statement relies on the session's. */
  readonly schema?: string | undefined;
  readonly name: string;
}

/** The name of a table where a statement uses it. */
export type TableRef = ObjectName;

/** "orders" or "shop.orders", for people. */
export function nameText(ref: ObjectName): string {
  return ref.schema === undefined ? ref.name : `${ref.schema}.${ref.name}`;
}
