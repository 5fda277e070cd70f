/**
 * True when a comment that stands says what we would write now. GitHub changes line ends and what stands around a text; a
 * link to the same lines of an earlier commit is as good as one to the newest.
 */
export function saysTheSame(kept: string, written: string): boolean {
  return normal(kept) === normal(written);
}

function normal(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/\/blob\/[0-9a-f]{40,64}\//g, '/blob//')
    .trim();
}
