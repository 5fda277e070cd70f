const MOST = 200;

/** A path of the repository as a code span in prose: on one line, without the sign that would end the span. */
export function pathSpan(path: string): string {
  const plain = path.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}`]/gu, '?');
  return `\`${plain.length > MOST ? `${plain.slice(0, MOST)}…` : plain}\``;
}
