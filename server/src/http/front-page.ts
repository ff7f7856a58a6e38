// The pages of the server's own: where to go from its bare address, and what to say when the authenticator is not built.
import type { Html } from './docs/html.js'
import { html } from './docs/html.js'

/** `/`: what this is, and the places to go. */
export function frontPage(serverName: string, version: string): string {
  return page(
    serverName,
    html`<h1>${serverName}</h1>
<p>This server asks your phone before it lets a login through.</p>
<ul>
<li><a href="/authenticator/"><b>Authenticator</b><span>Open it on your phone: it shows who wants in, and you decide.</span></a></li>
<li><a href="/me/"><b>Your account</b><span>Your phones, your latest requests, and where we write to you.</span></a></li>
<li><a href="/console/"><b>Console</b><span>For admins: accounts, policies, apps and what happened.</span></a></li>
<li><a href="/docs"><b>API</b><span>For developers: how a web app asks for an approval.</span></a></li>
</ul>
<p class="version">Countersign ${version}</p>`,
  )
}

/** A page of a checkout that was not built yet. */
export function notBuiltPage(
  serverName: string,
  { name, setting }: { readonly name: string; readonly setting: string },
): string {
  return page(
    serverName,
    html`<h1>${name} is not built yet</h1>
<p>The server runs, but the files of this page are missing. In the project’s directory, run</p>
<pre tabindex="0"><code>npm run build</code></pre>
<p>and load this page again. If the files are elsewhere, set <code>${setting}</code>.</p>`,
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
