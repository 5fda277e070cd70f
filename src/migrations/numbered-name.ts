import { firstOf, stemReader, type NameReader } from './file-name.js';
import { serverLabel } from './server-words.js';

/** "0001.Name", "001_x", "2024-01-31_x", "1.2.3", "20240131x", "V0001.Name": digits first. */
const DIGITS_FIRST = /^v?(\d+(?:[.-]\d+)*)(?:(?<=\d{3})(?=[a-z])|[._ -]|$)/i;

/** "update-1.2", "zm_update-1.36.5", "schema_v12": a word that speaks of change, then the version. */
const WORD_FIRST =
  /^(?:[a-z]+[_-])*(?:v|version|patch|update|upgrade|migration|migrate|delta|change|rev|schema|db)[._-]?v?(\d+(?:\.\d+)*)(?:[._ -]|$)/i;

/** "patch-001-002", "1.0-to-1.1": from one version to another. */
const FROM_TO =
  /^(?:[a-z]+[_-])*?(?:(?:patch|update|upgrade|delta)[_-]v?(\d+)[_-](?:to[_-])?v?(\d+)|v?(\d+(?:\.\d+)*)[_-]to[_-]v?(\d+(?:\.\d+)*))$/i;

/** A folder that is a version: "v1.10", "0.17", "3.0.0_schema", "v060-v062". */
const VERSION_FOLDER = /^v?(\d+(?:\.\d+)*)(?:[_-].*)?$/i;

/** A pair of patches names both versions; the one that goes to the smaller is the way back from the greater. */
const readFromTo: NameReader = ({ stem, label }) => {
  const match = FROM_TO.exec(stem);
  const from = match?.[1] ?? match?.[3];
  const to = match?.[2] ?? match?.[4];
  if (from === undefined || to === undefined) return undefined;
  const back = /^\d+$/.test(from) && /^\d+$/.test(to) && Number(from) > Number(to);
  return { version: back ? from : to, direction: back ? 'down' : 'up', label, depth: 1 };
};

const readStem = firstOf(readFromTo, stemReader(DIGITS_FIRST), stemReader(WORD_FIRST));

const PURE_VERSION = /^v?\d+(?:\.\d+)*$/i;

/**
 * Files in a folder per version, which may be divided by server once more ("v1.2/x.sql", "3.0.0_schema/mysql/x.sql") or
 * stand below another number ("2024/01/x.sql").
 */
const readInVersionFolder: NameReader = ({ segments, stem, direction, label }) => {
  const divided = serverLabel(segments.at(-2) ?? '') !== undefined;
  let depth = divided ? 3 : 2;
  let version = VERSION_FOLDER.exec(segments.at(-depth) ?? '')?.[1];
  if (version === undefined) return undefined;
  for (; PURE_VERSION.test(segments.at(-depth - 1) ?? ''); depth += 1) {
    version = `${segments.at(-depth - 1) ?? ''}/${version}`;
  }
  version = `${version}/${DIGITS_FIRST.exec(stem)?.[1] ?? stem}`;
  return { version, direction: direction ?? 'up', label, depth };
};

/** Reads any name that carries a version: numbers, dates, folders per version, patches from one version to the next. */
export const readNumbered: NameReader = firstOf(readInVersionFolder, readStem);
