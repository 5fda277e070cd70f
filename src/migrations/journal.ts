import type { FoundHistory } from './migration.js';

function tagsOf(journal: string): readonly string[] {
  try {
    const parsed: unknown = JSON.parse(journal);
    if (typeof parsed !== 'object' || parsed === null || !('entries' in parsed)) return [];
    const { entries } = parsed;
    if (!Array.isArray(entries)) return [];
    return entries.flatMap((entry: unknown) =>
      typeof entry === 'object' && entry !== null && 'tag' in entry && typeof entry.tag === 'string'
        ? [entry.tag]
        : [],
    );
  } catch {
    return [];
  }
}

/**
 * Puts a drizzle history in the order of its "meta/_journal.json", given as text. Files that the journal does not name
 * come last, in the order they had: drizzle passes over them. An unreadable journal changes nothing.
 */
export function orderByJournal(history: FoundHistory, journal: string): FoundHistory {
  const places = new Map(tagsOf(journal).map((tag, index) => [tag, index]));
  const placeOf = (path: string): number => {
    const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.sql$/, '');
    return places.get(name) ?? Number.MAX_SAFE_INTEGER;
  };
  return {
    ...history,
    files: [...history.files].sort((left, right) => placeOf(left.path) - placeOf(right.path)),
  };
}
