import { isAtLeast } from '../../sql/dialect.js';
import type { ServerVersion } from '../../sql/dialect.js';
import type { CharsetPair } from '../catalog.js';
import { lookUp } from '../../look-up.js';

/**
 * Default collations that are not `<charset>_general_ci`, and bytes per character where they are not 1.
 * Source: INFORMATION_SCHEMA.CHARACTER_SETS of MySQL 8.0 and MariaDB 10.11.
 */
const CHARSETS: Readonly<Record<string, { readonly collation?: string; readonly bytes?: number }>> = {
  big5: { collation: 'big5_chinese_ci', bytes: 2 },
  binary: { collation: 'binary' },
  cp932: { collation: 'cp932_japanese_ci', bytes: 2 },
  dec8: { collation: 'dec8_swedish_ci' },
  eucjpms: { collation: 'eucjpms_japanese_ci', bytes: 3 },
  euckr: { collation: 'euckr_korean_ci', bytes: 2 },
  gb18030: { collation: 'gb18030_chinese_ci', bytes: 4 },
  gb2312: { collation: 'gb2312_chinese_ci', bytes: 2 },
  gbk: { collation: 'gbk_chinese_ci', bytes: 2 },
  hp8: { collation: 'hp8_english_ci' },
  latin1: { collation: 'latin1_swedish_ci' },
  latin5: { collation: 'latin5_turkish_ci' },
  sjis: { collation: 'sjis_japanese_ci', bytes: 2 },
  swe7: { collation: 'swe7_swedish_ci' },
  tis620: { collation: 'tis620_thai_ci' },
  ucs2: { bytes: 2 },
  ujis: { collation: 'ujis_japanese_ci', bytes: 3 },
  utf16: { bytes: 4 },
  utf16le: { bytes: 4 },
  utf32: { bytes: 4 },
  utf8mb3: { bytes: 3 },
  utf8mb4: { bytes: 4 },
};

/** MariaDB 11.5 (MDEV-25829) gives these another default collation, through `character_set_collations`. */
const UCA1400: readonly string[] = ['utf8mb3', 'utf8mb4', 'ucs2', 'utf16', 'utf32'];

/** What a server of this version uses where neither its configuration nor a statement says anything. */
export function serverCharset(version: ServerVersion): CharsetPair {
  // MariaDB 11.6 (MDEV-19123) changed character_set_server.
  const isUtf8 = version.dialect === 'mariadb' ? isAtLeast(version, 11, 6) : isAtLeast(version, 8, 0);
  return pairOf(isUtf8 ? 'utf8mb4' : 'latin1', version);
}

/** "utf8" is utf8mb3 on every release of both servers (MariaDB: unless old_mode says otherwise). */
function charsetName(written: string): string {
  const name = written.toLowerCase();
  return name === 'utf8' ? 'utf8mb3' : name;
}

function collationName(written: string): string {
  return written.toLowerCase().replace(/^utf8_/, 'utf8mb3_');
}

/** The character set of a collation; undefined for MariaDB's `uca1400_…`, which fit several. */
function charsetOfCollation(collation: string): string | undefined {
  const name = collationName(collation);
  if (name === 'binary') return 'binary';
  const prefix = name.split('_', 1)[0] ?? '';
  return prefix === 'uca1400' || prefix === 'default' ? undefined : prefix;
}

/** The character set with its default collation. */
export function pairOf(charset: string, version: ServerVersion): CharsetPair {
  const name = charsetName(charset);
  if (version.dialect === 'mariadb' && isAtLeast(version, 11, 5) && UCA1400.includes(name)) {
    return { charset: name, collation: `${name}_uca1400_ai_ci` };
  }
  if (version.dialect === 'mysql' && isAtLeast(version, 8, 0) && name === 'utf8mb4') {
    return { charset: name, collation: 'utf8mb4_0900_ai_ci' };
  }
  return { charset: name, collation: lookUp(CHARSETS, name)?.collation ?? `${name}_general_ci` };
}

/** What is written, completed: a character set brings its default collation, a collation its character set. */
export function resolveCharset(
  written: { readonly charset?: string | undefined; readonly collation?: string | undefined },
  inherited: CharsetPair,
  version: ServerVersion,
): CharsetPair {
  const charset = isDefault(written.charset) ? undefined : written.charset;
  const collation = isDefault(written.collation) ? undefined : written.collation;
  if (collation !== undefined) {
    const implied = charsetOfCollation(collation);
    const name = implied ?? charsetName(charset ?? inherited.charset);
    return {
      charset: name,
      collation: implied === undefined ? `${name}_${collation.toLowerCase()}` : collationName(collation),
    };
  }
  return charset === undefined ? inherited : pairOf(charset, version);
}

function isDefault(name: string | undefined): boolean {
  return name === undefined || name.toLowerCase() === 'default';
}

/** The most bytes that a character takes. */
export function bytesPerCharacter(charset: string): number {
  return lookUp(CHARSETS, charsetName(charset))?.bytes ?? 1;
}
