/**
 * What a table says of a word that someone else chose: SQL, a file name, a configuration. Undefined where the table
 * itself does not have it, be it `constructor` or `__proto__`, which every object has from elsewhere.
 */
export function lookUp<T>(table: Readonly<Partial<Record<string, T>>>, word: string): T | undefined {
  return Object.hasOwn(table, word) ? Reflect.get(table, word) : undefined;
}
