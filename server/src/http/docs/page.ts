// The human page of the API at /docs: rendered from the OpenAPI document alone, without a script, readable on paper too.
import { errorCodes } from '@countersign/protocol'
import type { ApiResponse, OpenApiDocument, OpenApiOperation, Schema } from '../openapi.js'
import { curlOf } from './curl.js'
import { fieldRows } from './fields.js'
import type { Html } from './html.js'
import { html, prose } from './html.js'

interface Entry {
  readonly method: string
  readonly path: string
  readonly operation: OpenApiOperation
}

/** The whole page. `serverName` is what this server calls itself. */
export function docsPage(document: OpenApiDocument, serverName: string): string {
  const entries = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  )
  const url = document.servers[0]?.url ?? ''
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${serverName} · API</title>
<link rel="stylesheet" href="/docs.css">
<link rel="icon" href="/authenticator/icon.svg" type="image/svg+xml">
</head>
<body>
<a class="skip" href="#start">Skip to the content</a>
<header><p class="name"><a href="/">${serverName}</a></p><p class="version">API, version ${document.info.version}</p></header>
<div class="page">
${navigation(document, entries)}
<main id="start">
<h1>The API of ${serverName}</h1>
<p class="lead">${prose(document.info.description)}</p>
<p>The same as a machine reads it: <a href="/v1/openapi.json">openapi.json</a>. This server: <code>${url}</code></p>
${access(document)}
${document.tags.map((tag) => group(tag, entries, document, url))}
${errorsSection()}
</main>
</div>
<footer><p>${document.info.title} ${document.info.version} · ${document.info.license.name}</p></footer>
</body>
</html>`.html
}

function navigation(document: OpenApiDocument, entries: readonly Entry[]): Html {
  const links = (tag: string): readonly Html[] =>
    entries
      .filter(({ operation }) => operation.tags.includes(tag))
      .map(({ operation }) => html`<li><a href="#${operation.operationId}">${operation.summary}</a></li>`)
  return html`<nav aria-label="On this page"><ul>
<li><a href="#access">Who may call</a></li>
${document.tags.map((tag) => html`<li><p>${tag.name}</p><ul>${links(tag.name)}</ul></li>`)}
<li><a href="#errors">Errors</a></li>
</ul></nav>`
}

function access(document: OpenApiDocument): Html {
  const schemes = Object.entries(document.components.securitySchemes)
  return html`<section id="access"><h2>Who may call</h2>
<dl class="access">${schemes.map(
    ([name, scheme]) => html`<dt>${who(name)}</dt><dd>${prose(scheme['description'] ?? '')}</dd>`,
  )}<dt>${who(undefined)}</dt><dd>Nothing, or a proof inside the body.</dd></dl></section>`
}

function who(scheme: string | undefined): string {
  return CALLERS.get(scheme ?? '') ?? 'Anyone'
}

const CALLERS: ReadonlyMap<string, string> = new Map([
  ['app', 'An app'],
  ['watcher', 'A login page'],
  ['console', 'An admin'],
  ['admin', 'A program with an API token'],
  ['person', 'A person at /me'],
])

function group(
  tag: { readonly name: string; readonly description: string },
  entries: readonly Entry[],
  document: OpenApiDocument,
  url: string,
): Html {
  const own = entries.filter(({ operation }) => operation.tags.includes(tag.name))
  return html`<section><h2>${tag.name}</h2><p>${prose(tag.description)}</p>
${own.map((entry) => article(entry, document, url))}</section>`
}

function article({ method, path, operation }: Entry, document: OpenApiDocument, url: string): Html {
  const schemes = operation.security.flatMap((requirement) => Object.keys(requirement))
  const body = operation.requestBody?.content['application/json']
  const good = Object.entries(operation.responses).find(([status]) => status.startsWith('2'))
  const answer = good?.[1].content?.['application/json']
  const bad = Object.entries(operation.responses).filter(([status]) => !status.startsWith('2'))
  return html`<article id="${operation.operationId}">
<h3>${operation.summary}</h3>
<p class="route"><span class="method ${method}">${method.toUpperCase()}</span> <code>${path}</code> <span class="who">${who(schemes[0])}</span></p>
<p>${prose(operation.description)}</p>
${(operation.parameters ?? []).length === 0 ? undefined : parametersTable(operation)}
${body === undefined ? undefined : fieldsTable('The body', schemaAt(document, body.schema.$ref))}
<h4>Example</h4>
<pre tabindex="0"><code>${curlOf({ method, url: url + path, scheme: schemes[0], body: body?.example })}</code></pre>
${good === undefined ? undefined : html`<h4>Answer: ${good[0]}</h4><p>${prose(good[1].description)}</p>`}
${answer === undefined ? undefined : html`<pre tabindex="0"><code>${JSON.stringify(answer.example, null, 2)}</code></pre>`}
${answer === undefined ? undefined : fieldsTable('Its fields', schemaAt(document, answer.schema.$ref))}
<h4>Refusals</h4>
<ul class="refusals">${bad.map(([status, response]) => refusal(status, response))}</ul>
</article>`
}

function parametersTable(operation: OpenApiOperation): Html {
  return html`<table><caption>Parameters</caption><thead><tr><th>Name</th><th>Where</th><th>Meaning</th></tr></thead><tbody>
${(operation.parameters ?? []).map(
  (parameter) =>
    html`<tr><td><code>${parameter.name}</code></td><td>${parameter.in}</td><td>${prose(parameter.description)}</td></tr>`,
)}</tbody></table>`
}

function fieldsTable(caption: string, schema: Schema): Html {
  return html`<table><caption>${caption}</caption><thead><tr><th>Field</th><th>Type</th><th>Must be</th></tr></thead><tbody>
${fieldRows(schema).map(
  (row) =>
    html`<tr><td><code>${row.path}</code>${row.required ? undefined : html` <span class="optional">optional</span>`}</td><td>${row.type}</td><td>${row.rule}</td></tr>`,
)}</tbody></table>`
}

function refusal(status: string, response: ApiResponse): Html {
  return html`<li><b>${status}</b> ${prose(response.description)}</li>`
}

function errorsSection(): Html {
  return html`<section id="errors"><h2>Errors</h2>
<p>Every error is a problem document (RFC 9457, <code>application/problem+json</code>) with a stable <code>code</code>. Its <code>type</code> leads here. <code>fault</code> names the first wrong field of a body; <code>requestId</code> is what to look for in the server’s log.</p>
<table><caption>All codes</caption><thead><tr><th>Code</th><th>Status</th><th>Meaning</th></tr></thead><tbody>
${Object.entries(errorCodes).map(
  ([code, { status, sentence }]) =>
    html`<tr id="${code}"><td><code>${code}</code></td><td>${status}</td><td>${sentence}</td></tr>`,
)}</tbody></table></section>`
}

function schemaAt(document: OpenApiDocument, reference: string): Schema {
  return document.components.schemas[reference.replace('#/components/schemas/', '')] ?? {}
}
