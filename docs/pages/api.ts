// The page of the HTTP API, from the OpenAPI document that the server serves at /v1/openapi.json.
import { curlOf } from '@countersign/server/http/docs/curl'
import { fieldRows } from '@countersign/server/http/docs/fields'
import { LiveStreams } from '@countersign/server/http/live-streams'
import type { OpenApiDocument, OpenApiOperation, Schema } from '@countersign/server/http/openapi'
import { openApiDocument } from '@countersign/server/http/openapi'
import { operationsOf } from '@countersign/server/http/server'
import type { WaitingRoom } from '@countersign/server/http/waiting-room'
import { block, code, sentence, table } from './markdown.js'

const URL_SHOWN = 'https://id.example.org'
const CALLERS: Readonly<Record<string, string>> = {
  app: 'an app, by its API key',
  watcher: 'a login page, by its watch token',
  console: 'a signed-in admin, or a program by its API token',
  person: 'a person signed in at /me',
}

export function apiPage(): string {
  // Sound: operations touch the room only when one is handled, and none is handled here.
  const operations = operationsOf(undefined as unknown as WaitingRoom, new LiveStreams(), '1')
  const document = openApiDocument(operations, { version: '1', url: URL_SHOWN })
  return `# HTTP API

${document.info.description}

A running server shows the same at \`/docs\`, and to a machine at \`/v1/openapi.json\`. Every code is explained in [errors](errors.md); the
WebSocket of the phones is described in the [specification](../../protocol/SPEC.md).

${document.tags.map((tag) => groupText(tag, document)).join('\n')}`
}

function groupText(
  { name, description }: OpenApiDocument['tags'][number],
  document: OpenApiDocument,
): string {
  const own = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, operation]) => operation.tags.includes(name))
      .map(([method, operation]) => operationText({ method, path, operation }, document)),
  )
  return `## ${name}\n\n${description}\n\n${own.join('\n')}`
}

function operationText(
  {
    method,
    path,
    operation,
  }: { readonly method: string; readonly path: string; readonly operation: OpenApiOperation },
  document: OpenApiDocument,
): string {
  const scheme = operation.security.flatMap((requirement) => Object.keys(requirement))[0]
  const body = operation.requestBody?.content['application/json']
  const [status, good] = Object.entries(operation.responses).find(([each]) => each.startsWith('2')) ?? [
    '',
    undefined,
  ]
  const answer = good?.content?.['application/json']
  const refusals = Object.entries(operation.responses).filter(([each]) => !each.startsWith('2'))
  const parts = [
    `### ${operation.summary}\n`,
    `\`${method.toUpperCase()} ${path}\`, called by ${CALLERS[scheme ?? ''] ?? 'anyone'}\n`,
    `${operation.description}\n`,
    block('sh', curlOf({ method, url: URL_SHOWN + path, scheme, body: body?.example })),
  ]
  if (operation.parameters !== undefined)
    parts.push(
      table(
        ['parameter', 'where', 'meaning'],
        operation.parameters.map((each) => [code(each.name), each.in, sentence(each.description)]),
      ),
    )
  if (body !== undefined) parts.push(fieldsText('field of the body', document, body.schema.$ref))
  parts.push(`Answer ${status}: ${good?.description ?? ''}\n`)
  if (answer !== undefined)
    parts.push(
      block('json', JSON.stringify(answer.example, null, 2)),
      fieldsText('field of the answer', document, answer.schema.$ref),
    )
  parts.push(
    table(
      ['status', 'refused because'],
      refusals.map(([each, { description }]) => [each, description.replaceAll('; ', '\n')]),
    ),
  )
  return parts.join('\n')
}

function fieldsText(heading: string, document: OpenApiDocument, reference: string): string {
  const name = reference.slice(reference.lastIndexOf('/') + 1)
  const schema: Schema = document.components.schemas[name] ?? {}
  return table(
    [heading, 'type', 'must be'],
    fieldRows(schema).map((row) => [
      `${code(row.path)}${row.required ? '' : ' (optional)'}`,
      row.type,
      row.rule,
    ]),
  )
}
