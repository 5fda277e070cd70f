/** Strings and names in quotes, words, and a point or a colon before them. */
const WORD = /'(?:[^']|'')*'|(?:[.:]\s*)?(?:"(?:[^"]|"")*"|(?<![\p{L}\p{N}_$])[\p{L}_][\p{L}\p{N}_$]*)/gu;

/** An expression over the columns of a row as a trigger says it of the row that is written: `NEW.` before each of them. */
export function ofNewRow(expression: string, columns: ReadonlySet<string>): string {
  return expression.replace(WORD, (word, at: number) => {
    const isCalled = /^\s*\(/.test(expression.slice(at + word.length, at + word.length + 20));
    if (isCalled || /^['.:]/.test(word)) return word;
    const name = word.startsWith('"') ? word.slice(1, -1).replaceAll('""', '"') : word.toLowerCase();
    return columns.has(name) ? `NEW.${word}` : word;
  });
}
