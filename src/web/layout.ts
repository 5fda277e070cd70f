import { createHash } from 'node:crypto';
import { escape } from './markdown.js';

const style = `
:root{color-scheme:light dark;--text:#1f2328;--quiet:#59636e;--line:#d1d9e0;--back:#fff;--panel:#f6f8fa;--link:#0969da;
--blocker:#cf222e;--warning:#9a6700;--advice:#0969da;--good:#1a7f37}
@media(prefers-color-scheme:dark){:root{--text:#e6edf3;--quiet:#9198a1;--line:#3d444d;--back:#0d1117;--panel:#151b23;
--link:#4493f8;--blocker:#f85149;--warning:#d29922;--advice:#4493f8;--good:#3fb950}}
*{box-sizing:border-box}
body{margin:0;font:16px/1.6 system-ui,sans-serif;color:var(--text);background:var(--back);overflow-wrap:break-word}
header,main,footer{max-width:48rem;margin:0 auto;padding:0 1rem}
header{padding-top:1rem}header a{font-weight:600;color:inherit;text-decoration:none}
footer{padding-top:2rem;padding-bottom:2rem;color:var(--quiet);font-size:.875rem}
h1{font-size:1.75rem;line-height:1.25;margin:1rem 0 .5rem}h2{font-size:1.25rem;margin:2rem 0 .5rem}h3{font-size:1rem}
a{color:var(--link)}:target{scroll-margin-top:1rem}
a:focus-visible,input:focus-visible,button:focus-visible{outline:2px solid var(--link);outline-offset:2px}
code{font:.875em/1.45 ui-monospace,monospace;background:var(--panel);padding:.15em .3em;border-radius:4px;
-webkit-box-decoration-break:clone;box-decoration-break:clone}
pre{overflow-x:auto;background:var(--panel);padding:.75rem 1rem;border-radius:6px;margin:0;border:1px solid var(--line)}
pre code{background:none;padding:0}
figure{margin:1rem 0}figcaption{font-size:.8125rem;color:var(--quiet);margin-bottom:.25rem}
.bad pre{border-left:4px solid var(--blocker)}.good pre{border-left:4px solid var(--good)}
.undecided pre{border-left:4px solid var(--warning)}.finding pre{white-space:pre-wrap}
table{border-collapse:collapse;display:block;overflow-x:auto}td,th{border:1px solid var(--line);padding:.35rem .6rem;text-align:left}
blockquote{margin:1rem 0;padding:0 1rem;border-left:4px solid var(--line);color:var(--quiet)}
.facts{color:var(--quiet);margin:0 0 1.5rem}
.badge{display:inline-block;font-size:.8125rem;font-weight:600;padding:0 .6em;border:1px solid currentColor;border-radius:1em}
.blocker{color:var(--blocker)}.warning{color:var(--warning)}.advice{color:var(--advice)}.gap{color:var(--quiet)}
.off{color:var(--quiet)}
.question{font-size:1.25rem;line-height:1.4;margin:0 0 .75rem}
small.facts{margin:0;display:inline-block}
.rules{list-style:none;padding:0}.rules li{padding:.6rem 0;border-top:1px solid var(--line)}
.rules a{font-weight:600;margin-right:.5rem}.rules p{margin:.15rem 0 0}
.topics{list-style:none;padding:0;margin:1rem 0;display:flex;flex-wrap:wrap;gap:.25rem 1rem}
.filters{font-size:.875rem;margin-bottom:1rem}.filters p{margin:.35rem 0;display:flex;flex-wrap:wrap;gap:.35rem;align-items:center;color:var(--quiet)}
.filters a{padding:.1rem .7rem;border:1px solid var(--line);border-radius:1em;text-decoration:none}
.filters a[aria-current]{background:var(--link);border-color:var(--link);color:var(--back)}
section h2{margin-bottom:.75rem}
form{display:flex;gap:.5rem;margin:1rem 0}
input,button{font:inherit;color:inherit;background:var(--panel);border:1px solid var(--line);border-radius:6px;padding:.4rem .75rem}
input{flex:1;min-width:0}
`;

const styleHash = createHash('sha256').update(style).digest('base64');

/** Nothing but our own style sheet and forms to ourselves. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${styleHash}'`,
  'img-src data:',
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** A whole page. `main` is HTML, `title` is text. */
export function layout(title: string, main: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<header><a href="/rules">Precheck</a></header>
<main>
${main}
</main>
<footer>Precheck reviews database migrations in pull requests.</footer>
</body>
</html>
`;
}
