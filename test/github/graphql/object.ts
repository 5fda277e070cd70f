import type { JsonObject } from '../json.js';
import { queryError } from './query-error.js';

/** An object of GitHub's schema: the fields that are answered here, each a value or a function of its arguments. */
export type GraphqlObject = { readonly __typename: string } & Readonly<Record<string, unknown>>;

const mostRecords = 100;

/** The value of a connection field: its nodes in pages, under GitHub's rules for `first` and `last`. */
export function connection<Item>(
  name: string,
  items: () => readonly Item[] | Promise<readonly Item[]>,
  present: (item: Item) => GraphqlObject,
): (args: JsonObject) => Promise<GraphqlObject> {
  return async (args) => {
    const window = windowOf(name, args);
    const all = await items();
    const after = indexOf(args['after']) ?? -1;
    const before = indexOf(args['before']) ?? all.length;
    const open = all.map((item, at) => ({ item, at })).filter(({ at }) => at > after && at < before);
    const shown = window.end === 'first' ? open.slice(0, window.size) : open.slice(-window.size);
    const edges = shown.map(({ item, at }) => ({
      __typename: 'Edge',
      cursor: cursorOf(at),
      node: present(item),
    }));
    return {
      __typename: 'Connection',
      totalCount: all.length,
      edges,
      nodes: edges.map(({ node }) => node),
      pageInfo: {
        __typename: 'PageInfo',
        hasNextPage: (shown.at(-1)?.at ?? before) < before - 1,
        hasPreviousPage: (shown[0]?.at ?? 0) > 0,
        startCursor: edges[0]?.cursor ?? null,
        endCursor: edges.at(-1)?.cursor ?? null,
      },
    };
  };
}

function windowOf(name: string, args: JsonObject): { readonly end: 'first' | 'last'; readonly size: number } {
  const end = typeof args['first'] === 'number' ? 'first' : 'last';
  const size = args[end];
  if (typeof size !== 'number') {
    throw queryError(
      'MISSING_PAGINATION_BOUNDARIES',
      `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`,
    );
  }
  if (size > mostRecords || size < 1) {
    throw queryError(
      'EXCESSIVE_PAGINATION',
      `Requesting ${size} records on the \`${name}\` connection exceeds the \`${end}\` limit of ${mostRecords} records.`,
    );
  }
  return { end, size };
}

function cursorOf(at: number): string {
  return Buffer.from(`cursor:v2:${at}`).toString('base64');
}

function indexOf(cursor: unknown): number | undefined {
  if (typeof cursor !== 'string') return undefined;
  const at = /^cursor:v2:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString('utf8'))?.[1];
  if (at === undefined)
    throw queryError('INVALID_CURSOR_ARGUMENTS', `\`${cursor}\` does not appear to be a valid cursor.`);
  return Number(at);
}
