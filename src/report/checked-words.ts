import type { CheckedHistory } from '../engine/finding.js';
import { count } from './counting.js';
import { productName } from './impact-words.js';

/** "3 migrations (9 statements) against 214 in history, MySQL 8.0.36". Prose. */
export function checkedWords(history: CheckedHistory): string {
  const { migrations, statements, history: merged, engine, environments } = history;
  const [first] = environments;
  const servers =
    environments.length === 1 && first
      ? first.version
      : environments.map(({ name, version }) => `${version} (\`${name}\`)`).join(', ');
  const before = merged === 0 ? 'no history before them' : `against ${String(merged)} in history`;
  const amount = `${count(migrations, 'migration')} (${count(statements, 'statement')})`;
  return `${amount}${merged === 0 ? ',' : ''} ${before}, ${productName(engine)} ${servers}`;
}

/** Said where nobody configured a version; undefined where somebody did. `isOnly`: no other history is checked. Prose. */
export function assumedWords(
  { path, engine, environments }: CheckedHistory,
  isOnly = false,
): string | undefined {
  const assumed = environments.find((environment) => environment.assumed);
  if (!assumed) return undefined;
  const server =
    isOnly && environments.length === 1 ? 'That version' : `${productName(engine)} ${assumed.version}`;
  const place = isOnly ? '' : ` for \`${path}\``;
  return `${server} was assumed${place}: say under \`version\` in \`.github/precheck.yml\` what production runs.`;
}
