import {
  isAlias,
  isCollection,
  isMap,
  isScalar,
  LineCounter,
  parseDocument,
  type Alias,
  type Document,
  type Node,
  type YAMLMap,
} from 'yaml';
import { lookUp } from '../look-up.js';

/** Something wrong in a configuration file, at its place. Line and column count from 1. */
export interface ConfigProblem {
  readonly line: number;
  readonly column: number;
  /** What is wrong and what to do. */
  readonly message: string;
}

/** Where a key and its value begin, as offsets. */
interface Place {
  readonly key: number;
  readonly value: number;
}

/** What a YAML text says as plain data, and where it says it. Maps have no prototype. */
export interface YamlValue {
  readonly value: unknown;
  /** Of the text: not valid YAML, or not safe to read. */
  readonly problems: readonly ConfigProblem[];
  /** The place of a value, or of the nearest that exists above it; `part` chooses the key or the value. */
  placeOf(
    path: readonly PropertyKey[],
    part: 'key' | 'value',
  ): { readonly line: number; readonly column: number };
}

const LARGEST = 64 * 1024;
const DEEPEST = 16;

/** Nodes that aliases may blow a file up to. */
const MOST_NODES = 20_000;

/** The parser searches the whole file for each. */
const MOST_ALIASES = 100;

const REFUSED_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

const TOO_MUCH = 'This is nested too deeply or repeated too often by aliases: write it out, flatter.';

/** Brackets that stay open, or list marks on one line, beyond any use: the YAML parser would recurse into each. */
function isTooDeep(text: string): boolean {
  let open = 0;
  for (const character of text) {
    if (character === '[' || character === '{') open += 1;
    else if ((character === ']' || character === '}') && open > 0) open -= 1;
    if (open > 100) return true;
  }
  return /^[ \t]*(?:[-?:][ \t]+){40}/m.test(text) || /^ {400}/m.test(text);
}

/** Reads nodes into plain data, within limits, and remembers their places. */
class Reader {
  readonly problems: { offset: number; message: string }[] = [];
  readonly #places = new WeakMap<object, Map<PropertyKey, Place>>();
  readonly #document: Document;
  readonly #keepText: (path: readonly PropertyKey[]) => boolean;
  #nodes = 0;
  #aliases = 0;

  constructor(document: Document, keepText: (path: readonly PropertyKey[]) => boolean) {
    this.#document = document;
    this.#keepText = keepText;
  }

  placeIn(container: object, key: PropertyKey): Place | undefined {
    return this.#places.get(container)?.get(key);
  }

  read(node: unknown, path: readonly PropertyKey[], at: number): unknown {
    this.#nodes += 1;
    if (this.#nodes > MOST_NODES || path.length > DEEPEST) return this.#refuse(at);
    if (isAlias(node)) return this.#readAlias(node, path, at);
    if (isScalar(node)) {
      const isText = node.value === null || typeof node.value === 'string' || !this.#keepText(path);
      return isText ? node.value : (node.source ?? String(node.value));
    }
    if (isMap(node)) return this.#readMap(node, path, at);
    return isCollection(node) ? this.#readList(node.items, path, at) : undefined;
  }

  #readAlias(alias: Alias, path: readonly PropertyKey[], at: number): unknown {
    this.#aliases += 1;
    if (this.#aliases <= MOST_ALIASES) return this.read(alias.resolve(this.#document), path, at);
    return this.#refuse(at);
  }

  #refuse(at: number): unknown {
    if (this.problems.at(-1)?.message !== TOO_MUCH) this.problems.push({ offset: at, message: TOO_MUCH });
    return undefined;
  }

  #readList(items: readonly unknown[], path: readonly PropertyKey[], at: number): unknown[] {
    const places = new Map<PropertyKey, Place>();
    const list = items.map((item, index) => {
      const value = offsetOf(item) ?? at;
      places.set(index, { key: value, value });
      return this.read(item, [...path, index], value);
    });
    this.#places.set(list, places);
    return list;
  }

  #readMap(map: YAMLMap, path: readonly PropertyKey[], at: number): object {
    const places = new Map<PropertyKey, Place>();
    const read = new Map<string, unknown>();
    for (const pair of map.items) {
      const key = offsetOf(pair.key) ?? at;
      const name = isScalar(pair.key) ? (pair.key.source ?? String(pair.key.value)) : undefined;
      if (name === undefined || REFUSED_KEYS.has(name)) {
        this.problems.push({ offset: key, message: 'This cannot be a key: remove it.' });
      } else if (places.has(name)) {
        const message = `The key "${name}" is there twice: remove one; the first counts.`;
        this.problems.push({ offset: key, message });
      } else {
        const value = offsetOf(pair.value) ?? key;
        places.set(name, { key, value });
        const item = this.read(pair.value, [...path, name], value);
        if (item !== null && item !== undefined) read.set(name, item);
      }
    }
    const result = Object.fromEntries(read);
    this.#places.set(result, places);
    return result;
  }
}

function offsetOf(node: unknown): number | undefined {
  return (node as Node | null | undefined)?.range?.[0];
}

function refused(message: string): YamlValue {
  return {
    value: undefined,
    problems: [{ line: 1, column: 1, message }],
    placeOf: () => ({ line: 1, column: 1 }),
  };
}

function parse(text: string, lines: LineCounter): Document | string {
  if (Buffer.byteLength(text) > LARGEST)
    return 'The file is larger than 64 KB: nothing of it was read. Make it smaller.';
  if (isTooDeep(text)) return 'The file is nested too deeply: nothing of it was read.';
  try {
    // Pretty errors quote their line, each anew: 30,000 of them on one long line take half a minute.
    return parseDocument(text, {
      uniqueKeys: false,
      lineCounter: lines,
      logLevel: 'error',
      prettyErrors: false,
    });
  } catch {
    return 'The file cannot be read as YAML: nothing of it was used.';
  }
}

/**
 * Reads YAML that nobody vouches for. `keepText` names the values that stay as they are written ("8.0" is no number
 * there). Invalid YAML has no value at all: half a file could say the opposite of the whole. A null counts as absent.
 */
export function readYaml(text: string, keepText: (path: readonly PropertyKey[]) => boolean): YamlValue {
  const lines = new LineCounter();
  const document = parse(text, lines);
  if (typeof document === 'string') return refused(document);
  const at = (offset: number): { line: number; column: number } => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const problems = document.errors.slice(0, 5).map(({ pos, code, message }) => ({
    ...at(pos[0]),
    message: `Invalid YAML, and so nothing of the file was used: ${
      code === 'MULTIPLE_DOCS' ? 'it holds several documents' : (message.split(/ at line |\n/)[0] ?? '')
    }.`,
  }));
  const reader = new Reader(document, keepText);
  const value = problems.length > 0 ? undefined : reader.read(document.contents, [], 0);
  const found = reader.problems.map(({ offset, message }) => ({ ...at(offset), message }));
  return {
    value,
    problems: [...problems, ...found],
    placeOf(path, part) {
      let current: unknown = value;
      let offset = offsetOf(document.contents) ?? 0;
      for (const [index, key] of path.entries()) {
        if (typeof current !== 'object' || current === null) break;
        const place = reader.placeIn(current, key);
        if (!place) break;
        offset = part === 'key' && index === path.length - 1 ? place.key : place.value;
        current = lookUp(current as Record<string, unknown>, String(key));
      }
      return at(offset);
    },
  };
}
