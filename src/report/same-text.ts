/**
 * True when a comment or check that stands says what we would write now. GitHub changes line ends and what stands around a
 * text; a link to the same lines of an earlier commit is as good as one to the newest, and how many migrations are merged
 * by now is no news for anybody.
 */
export function saysTheSame(kept: string, written: string): boolean {
  return normal(kept) === normal(written);
}

function normal(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/ against [\d,]+ in history, /g, ' against its history, ')
    .replace(/\/blob\/[0-9a-f]{40,64}\//g, '/blob//')
    .trim();
}
