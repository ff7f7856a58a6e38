// The look of /docs and the front page: the product's tokens, light and dark, and a sheet for paper.

export const docsStyle = `:root {
  color-scheme: light dark;
  --cs-accent: #0b6a66;
  --cs-ground: #f7f5f2;
  --cs-raised: #ffffff;
  --cs-ink: #221f1c;
  --cs-quiet: #655e57;
  --cs-line: #ddd7cf;
  --cs-code: #f0ece6;
}
@media (prefers-color-scheme: dark) {
  :root {
    --cs-accent: #67cfc5;
    --cs-ground: #171513;
    --cs-raised: #201d1a;
    --cs-ink: #f1ede8;
    --cs-quiet: #b0a79e;
    --cs-line: #3a3530;
    --cs-code: #2a2622;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 16px; }
body {
  margin: 0;
  background: var(--cs-ground);
  color: var(--cs-ink);
  font: 16px/1.6 system-ui, sans-serif;
  overflow-wrap: break-word;
}
a { color: var(--cs-accent); text-underline-offset: 3px; }
:focus-visible { outline: 3px solid var(--cs-accent); outline-offset: 2px; border-radius: 4px; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 16px; top: 16px; background: var(--cs-raised); padding: 12px 16px; }
header, footer {
  display: flex;
  flex-wrap: wrap;
  gap: 4px 16px;
  align-items: baseline;
  padding: 20px 24px;
  border-bottom: 1px solid var(--cs-line);
}
footer { border: 0; border-top: 1px solid var(--cs-line); color: var(--cs-quiet); font-size: 14px; }
header p, footer p { margin: 0; }
.name { font-size: 20px; font-weight: 650; }
.name a { color: inherit; text-decoration: none; }
.version { color: var(--cs-quiet); font-size: 14px; }
.page { display: grid; grid-template-columns: minmax(0, 1fr); max-width: 1160px; margin: 0 auto; padding: 0 24px; gap: 0 56px; }
nav { padding-top: 24px; font-size: 14px; }
nav ul { list-style: none; margin: 0; padding: 0; }
nav p { margin: 16px 0 4px; color: var(--cs-quiet); font-weight: 600; }
nav a { display: block; padding: 6px 0; text-decoration: none; }
nav a:hover { text-decoration: underline; }
@media (min-width: 900px) {
  .page { grid-template-columns: 200px minmax(0, 1fr); }
  nav { position: sticky; top: 0; align-self: start; max-height: 100vh; overflow-y: auto; padding: 32px 0; }
}
main { padding: 24px 0 64px; }
h1 { font-size: 28px; line-height: 1.25; margin: 8px 0 16px; letter-spacing: -0.01em; }
h2 { font-size: 20px; margin: 56px 0 8px; }
h3 { font-size: 20px; margin: 0 0 8px; font-weight: 650; }
h4 { font-size: 14px; margin: 24px 0 8px; color: var(--cs-quiet); }
.lead { max-width: 68ch; }
article {
  background: var(--cs-raised);
  border: 1px solid var(--cs-line);
  border-radius: 12px;
  padding: 24px;
  margin: 24px 0;
}
article > p:not(.route) { max-width: 68ch; }
.route { display: flex; flex-wrap: wrap; gap: 8px 12px; align-items: center; margin: 0 0 12px; }
.route code { font-size: 16px; background: none; padding: 0; }
.method { font: 600 14px/1 ui-monospace, monospace; border: 1.5px solid currentColor; color: var(--cs-accent); padding: 5px 8px; border-radius: 6px; }
.method.post { background: var(--cs-accent); color: var(--cs-raised); border-color: var(--cs-accent); }
.who { color: var(--cs-quiet); font-size: 14px; margin-left: auto; }
code, pre { font-family: ui-monospace, "SF Mono", Menlo, Consolas, monospace; font-size: 14px; }
code { background: var(--cs-code); padding: 1px 5px; border-radius: 4px; }
pre { background: var(--cs-code); border-radius: 8px; padding: 16px; overflow-x: auto; line-height: 1.5; margin: 0; }
pre code { background: none; padding: 0; }
table { border-collapse: collapse; width: 100%; font-size: 14px; margin: 24px 0 0; display: block; overflow-x: auto; }
caption { text-align: left; color: var(--cs-quiet); font-weight: 600; padding-bottom: 4px; }
th, td { text-align: left; vertical-align: top; padding: 8px 16px 8px 0; border-bottom: 1px solid var(--cs-line); min-width: 80px; }
th { font-weight: 600; }
.optional { color: var(--cs-quiet); white-space: nowrap; }
tr:target td { background: var(--cs-code); }
.refusals { margin: 0; padding-left: 20px; font-size: 14px; }
.access dt { font-weight: 600; }
.access dd { margin: 0 0 12px; }
.front { max-width: 640px; margin: 0 auto; padding: 48px 24px; }
.front ul { list-style: none; padding: 0; display: grid; gap: 12px; }
.front li a {
  display: block;
  min-height: 48px;
  padding: 16px 20px;
  border: 1px solid var(--cs-line);
  border-radius: 12px;
  background: var(--cs-raised);
  color: inherit;
  text-decoration: none;
}
.front li a b { color: var(--cs-accent); }
.front li a span { display: block; color: var(--cs-quiet); font-size: 14px; }
.front li a:hover { border-color: var(--cs-accent); }
@media print {
  :root { --cs-ground: #fff; --cs-raised: #fff; --cs-ink: #000; --cs-quiet: #444; --cs-line: #bbb; --cs-code: #f4f4f4; --cs-accent: #000; }
  nav, .skip { display: none; }
  .page { display: block; padding: 0; }
  body { font-size: 11pt; }
  article { border: 0; padding: 0; }
  pre { white-space: pre-wrap; break-inside: avoid; }
  tr { break-inside: avoid; }
  h2, h3, h4 { break-after: avoid; }
  table { display: table; }
}
`
