// The pages of the server's own: where to go from its bare address, and what to say when the authenticator is not built.
import type { Html } from './docs/html.js'
import { html } from './docs/html.js'

/** `/`: what this is, and the two places to go. */
export function frontPage(serverName: string, version: string): string {
  return page(
    serverName,
    html`<h1>${serverName}</h1>
<p>This server asks your phone before it lets a login through.</p>
<ul>
<li><a href="/authenticator/"><b>Authenticator</b><span>Open it on your phone: it shows who wants in, and you decide.</span></a></li>
<li><a href="/docs"><b>API</b><span>For developers: how a web app asks for an approval.</span></a></li>
</ul>
<p class="version">Countersign ${version}</p>`,
  )
}

/** `/authenticator/` of a checkout that was not built yet. */
export function notBuiltPage(serverName: string): string {
  return page(
    serverName,
    html`<h1>The authenticator is not built yet</h1>
<p>The server runs, but the phone app’s files are missing. In the project’s directory, run</p>
<pre tabindex="0"><code>npm run build</code></pre>
<p>and load this page again. If the files are elsewhere, set <code>authenticator.dir</code>.</p>`,
  )
}

function page(title: string, content: Html): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="stylesheet" href="/docs.css">
<link rel="icon" href="/authenticator/icon.svg" type="image/svg+xml">
</head>
<body><main class="front">${content}</main></body>
</html>`.html
}
