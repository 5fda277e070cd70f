/** A placeholder for which no value is configured. */
export interface Unresolved {
  readonly name: string;
  /** Offset of its first character in the text. */
  readonly start: number;
}

/** A text with its placeholders filled in. */
export interface Rendered {
  /** Line numbers are those of the file; columns behind a value on the same line are not. */
  readonly text: string;
  /** Left in the text as they stand. */
  readonly unresolved: readonly Unresolved[];
}

/** Flyway's `${x}`, Go's `{{ .x }}` and `{{ index .Options "x" }}`, and phabricator's `{$x}`. */
const PLACEHOLDER =
  /\$\{([\w.:-]{1,128})\}|\{\{-?[ \t]*(?:\.|index \.\w{1,64} \\?")([\w.]{1,128})(?:\\?")?[ \t]*-?\}\}|\{\$(\w{1,128})\}/g;

/** goose, as the shell: "NAME:-value" is NAME with a value for where it has none. */
function withoutDefault(name: string): string {
  return name.replace(/:?-.*$/, '');
}

/** A value with a line break would move every line below it. */
function onOneLine(value: string): string {
  return value.replace(/\s*[\r\n]+\s*/g, ' ');
}

/**
 * Fills in configured values; names are compared as they are written, first with their dots, then by the last part.
 * A value shorter than its placeholder is followed by no filling, since it may stand inside of a name: lines stay true,
 * columns of that line do not. A file without placeholders is given back as it is.
 */
export function renderPlaceholders(text: string, values: Readonly<Record<string, string>>): Rendered {
  const known = new Map(Object.entries(values));
  const unresolved: Unresolved[] = [];
  const rendered = text.replace(
    PLACEHOLDER,
    (
      whole: string,
      flyway: string | undefined,
      go: string | undefined,
      php: string | undefined,
      start: number,
    ) => {
      const name = flyway ?? go ?? php ?? '';
      const value =
        known.get(name) ??
        known.get(name.slice(name.lastIndexOf('.') + 1)) ??
        known.get(withoutDefault(name));
      if (value !== undefined) return onOneLine(value);
      unresolved.push({ name, start });
      return whole;
    },
  );
  return { text: rendered, unresolved };
}
