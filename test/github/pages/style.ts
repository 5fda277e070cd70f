/** The pages' own style; Markdown has GitHub's. Light and dark follow the reader's system. */
export const css = `
:root {
  --canvas: #ffffff; --inset: #f6f8fa; --line: #d1d9e0; --text: #1f2328; --quiet: #59636e; --link: #0969da;
  --add: #dafbe1; --add-number: #aceebb; --del: #ffebe9; --del-number: #ffcecb; --hunk: #ddf4ff;
  --green: #1a7f37; --red: #cf222e; --orange: #bc4c00; --yellow: #9a6700; --grey: #59636e; --purple: #8250df;
}
@media (prefers-color-scheme: dark) {
  :root {
    --canvas: #0d1117; --inset: #151b23; --line: #3d444d; --text: #f0f6fc; --quiet: #9198a1; --link: #4493f8;
    --add: #12261e; --add-number: #1c4428; --del: #25171c; --del-number: #542426; --hunk: #121d2f;
    --green: #3fb950; --red: #f85149; --orange: #db6d28; --yellow: #d29922; --grey: #9198a1; --purple: #ab7df8;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--canvas); color: var(--text);
  font: 14px/1.5 -apple-system, BlinkMacSystemFont, "Segoe UI", "Noto Sans", "Liberation Sans", Helvetica, Arial, sans-serif;
  -webkit-text-size-adjust: 100%;
}
main { max-width: 1100px; margin: 0 auto; padding: 16px 24px 64px; }
a { color: var(--link); text-decoration: none; }
a:hover { text-decoration: underline; }
nav { color: var(--quiet); overflow-wrap: anywhere; }
h1 { font-size: 26px; font-weight: 500; line-height: 1.25; margin: 8px 0; overflow-wrap: anywhere; }
h1 .number { color: var(--quiet); font-weight: 300; }
h2 { font-size: 18px; font-weight: 600; margin: 32px 0 12px; padding-bottom: 6px; border-bottom: 1px solid var(--line); }
h4 { font-size: 14px; margin: 16px 0 8px; }
code, pre, .code, .path, td.number { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; font-size: 12px; }
.quiet, time, .range, .where { color: var(--quiet); }
.count, .tag { display: inline-block; border: 1px solid var(--line); border-radius: 2em; padding: 0 7px; font-size: 12px; font-weight: 500; color: var(--quiet); line-height: 18px; }
.meta { color: var(--quiet); margin: 8px 0 0; }
.meta strong { color: var(--text); }
.branch { background: var(--hunk); color: var(--link); border-radius: 6px; padding: 2px 6px; overflow-wrap: anywhere; }
.state { display: inline-block; border-radius: 2em; padding: 3px 12px; margin-right: 6px; color: #fff; font-weight: 500; text-transform: capitalize; background: #59636e; }
.state.open { background: #1f883d; } .state.merged { background: #8250df; } .state.closed { background: #cf222e; }
.stat { font-size: 12px; font-weight: 600; white-space: nowrap; } .plus { color: var(--green); } .minus { color: var(--red); }
.check, .comment, .file { border: 1px solid var(--line); border-radius: 6px; margin: 0 0 16px; background: var(--canvas); }
.check > header, .comment > header, .file-head { display: flex; flex-wrap: wrap; gap: 4px 8px; align-items: center; padding: 8px 12px; background: var(--inset); border-radius: 6px 6px 0 0; }
.check > header:not(:last-child), .comment > header:not(:last-child), .file-head { border-bottom: 1px solid var(--line); }
.check-name { flex: 1 1 240px; overflow-wrap: anywhere; }
.check-body { padding: 16px; } .check-body > .markdown-body + .markdown-body { margin-top: 24px; }
.check.red { border-left: 4px solid var(--red); } .check.green { border-left: 4px solid var(--green); }
.check.orange { border-left: 4px solid var(--orange); } .check.yellow { border-left: 4px solid var(--yellow); } .check.grey { border-left: 4px solid var(--grey); }
.check-name strong { margin-right: 4px; } .icon { flex: none; } .icon .disc { fill: currentColor; } .icon .ring { fill: none; stroke: currentColor; stroke-width: 1.4; } .icon .dot { fill: currentColor; }
.icon path { fill: none; stroke: var(--canvas); stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round; }
.icon.green { color: var(--green); } .icon.red { color: var(--red); } .icon.orange { color: var(--orange); } .icon.yellow { color: var(--yellow); } .icon.grey { color: var(--grey); }
.annotation { border: 1px solid var(--line); border-left-width: 4px; border-radius: 6px; padding: 8px 12px; margin: 8px 0; }
.annotation p { margin: 0; overflow-wrap: anywhere; } .annotation pre { margin: 4px 0 0; white-space: pre-wrap; overflow-wrap: anywhere; font-size: 12px; }
.annotation.failure { border-left-color: var(--red); } .annotation.warning { border-left-color: var(--yellow); } .annotation.notice { border-left-color: var(--link); }
.button { display: inline-block; border: 1px solid var(--line); border-radius: 6px; background: var(--inset); padding: 3px 12px; font-weight: 500; }
.buttons { margin: 16px 0 0; } .reactions { margin: 0; padding: 0 12px 12px; }
.comment > .markdown-body { padding: 12px 16px; border-radius: 6px; }
.comment.approved { border-left: 4px solid var(--green); } .comment.changes_requested { border-left: 4px solid var(--red); }
.markdown-body { background: transparent; font-size: 14px; overflow-wrap: anywhere; }
.markdown-body > :last-child, .markdown-body .markdown-alert > :last-child { margin-bottom: 0; }
.avatar { display: inline-grid; place-items: center; width: 22px; height: 22px; border-radius: 50%; background: var(--purple); color: #fff; font-size: 11px; font-weight: 600; flex: none; }
.avatar.bot { border-radius: 6px; background: var(--link); }
.places { margin: 0; padding: 8px 16px 12px 32px; } .places a { font-family: ui-monospace, Menlo, Consolas, "Liberation Mono", monospace; font-size: 12px; overflow-wrap: anywhere; }
.file-head { position: sticky; top: 0; z-index: 1; } .file-head .path { flex: 1 1 200px; overflow-wrap: anywhere; font-weight: 600; }
.no-patch { padding: 16px; margin: 0; color: var(--quiet); text-align: center; }
table.diff { width: 100%; border-collapse: collapse; table-layout: fixed; }
table.diff col.number { width: 46px; }
table.diff td { padding: 0 10px; vertical-align: top; line-height: 20px; border: 0; }
table.diff td.number { color: var(--quiet); text-align: right; user-select: none; padding: 0 8px 0 0; }
table.diff td.code { white-space: pre-wrap; overflow-wrap: anywhere; font-size: 12px; }
table.diff span.sign { display: inline-block; width: 14px; user-select: none; color: var(--quiet); }
table.diff tr.added { background: var(--add); } table.diff tr.added td.number { background: var(--add-number); }
table.diff tr.deleted { background: var(--del); } table.diff tr.deleted td.number { background: var(--del-number); }
table.diff tr.hunk { background: var(--hunk); color: var(--quiet); } table.diff tr.note { color: var(--quiet); }
table.diff tr.comments > td { padding: 12px; background: var(--inset); border-top: 1px solid var(--line); border-bottom: 1px solid var(--line); line-height: 1.5; }
.thread { max-width: 840px; } .thread + .thread { margin-top: 12px; } .thread .comment { margin: 0; } .thread .comment + .comment { border-top: 0; }
.file > .thread { padding: 12px; max-width: none; background: var(--inset); border-bottom: 1px solid var(--line); }
.outdated { padding: 0 16px 12px; } .hunk-text { background: var(--inset); padding: 8px 12px; overflow-x: auto; border-radius: 6px; }
.comment:target { outline: 2px solid var(--link); }
.suggestion { border: 1px solid var(--line); border-radius: 6px; overflow: hidden; margin: 0 0 16px; }
.suggestion-title { padding: 6px 12px; background: var(--inset); border-bottom: 1px solid var(--line); color: var(--quiet); font-size: 12px; }
.markdown-body .suggestion table.diff { display: table; margin: 0; width: 100%; }
.markdown-body .suggestion table.diff tr { border: 0; }
.markdown-body .suggestion table.diff tr.added { background: var(--add); } .markdown-body .suggestion table.diff tr.deleted { background: var(--del); }
.markdown-body .suggestion table.diff td { border: 0; padding: 0 10px; } .markdown-body .suggestion table.diff td.sign { width: 28px; padding: 0 0 0 10px; }
.pulls { list-style: none; padding: 0; } .pulls li { padding: 8px 0; border-bottom: 1px solid var(--line); }
table.diff col.sign { width: 28px; }
.markdown-body table { overflow-wrap: normal; }
.markdown-alert-title svg { margin-right: 8px; fill: none; stroke: currentColor; stroke-width: 1.5; stroke-linecap: round; stroke-linejoin: round; }
@media (max-width: 600px) {
  main { padding: 12px 12px 48px; } h1 { font-size: 22px; }
  table.diff col.number { width: 30px; } table.diff td.number { font-size: 10px; padding-right: 4px; } table.diff td.code { padding: 0 6px; }
  table.diff tr.comments > td { padding: 8px; } .comment > .markdown-body { padding: 10px 12px; }
}
`;
