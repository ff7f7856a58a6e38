// The OpenAPI 3.1 document, made from the operations and the very schemas that parse their bodies: it cannot disagree with them.
import type { ErrorCode } from '@countersign/protocol'
import { errorCodes, problemBody } from '@countersign/protocol'
import * as z from 'zod/mini'
import type { SecurityScheme } from './openapi-groups.js'
import { groups, schemesOf, securitySchemes } from './openapi-groups.js'
import type { Operation, Shape } from './operation.js'

/** A JSON Schema as this document holds it. */
export interface Schema {
  /** Several: any one of them. */
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly oneOf?: readonly Schema[]
  readonly anyOf?: readonly Schema[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly pattern?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly items?: Schema
}

export interface OpenApiOperation {
  readonly operationId: string
  readonly tags: readonly string[]
  readonly summary: string
  readonly description: string
  /** Any one of these is enough. */
  readonly security: readonly Readonly<Record<string, readonly string[]>>[]
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly required: true; readonly content: Content }
  readonly responses: Readonly<Record<string, ApiResponse>>
}

export interface ApiResponse {
  readonly description: string
  readonly content?: Content
}

export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required: boolean
  readonly description: string
  readonly schema: Schema
}

type Reference = { readonly $ref: string }

/** JSON by its named shape; anything else as bytes. */
interface Content {
  readonly 'application/json'?: JsonContent
  readonly [mediaType: string]: JsonContent | { readonly schema: Reference | Schema } | undefined
}

interface JsonContent {
  readonly schema: Reference
  readonly example?: unknown
}

export interface OpenApiDocument {
  readonly openapi: '3.1.0'
  readonly info: {
    readonly title: string
    readonly version: string
    readonly description: string
    readonly license: { readonly name: string; readonly identifier: string }
  }
  readonly servers: readonly { readonly url: string }[]
  readonly tags: readonly { readonly name: string; readonly description: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>
    readonly securitySchemes: Readonly<Record<string, SecurityScheme>>
  }
}

/** The document of these operations, as served by the server at `url`. */
export function openApiDocument(
  operations: readonly Operation[],
  server: { readonly version: string; readonly url: string },
): OpenApiDocument {
  const paths: Record<string, Record<string, OpenApiOperation>> = {}
  const schemas: Record<string, Schema> = { Problem: jsonSchema(problemBody) }
  for (const operation of operations) {
    for (const shape of [operation.body, operation.answer.shape])
      if (shape !== undefined) schemas[shape.name] = jsonSchema(shape.schema)
    paths[operation.path] = { ...paths[operation.path], [operation.method]: describe(operation) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Countersign',
      version: server.version,
      description:
        'A web app asks, the phone shows, the device signs, the app checks. Bodies are JSON (at most 16 kB, under `/admin` 256 kB; unknown keys are refused), bytes are base64url without padding, times are milliseconds since 1970 by the server’s clock.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: server.url }],
    tags: groups.filter(({ name }) => operations.some(({ group }) => group === name)),
    paths,
    components: { schemas, securitySchemes },
  }
}

/** Every code that an operation can answer with: its own, and the ones that its kind of request brings along. */
export function codesOf(operation: Operation): readonly ErrorCode[] {
  const { access, body, ifMatch, method, upload } = operation
  const codes: ErrorCode[] = [...operation.codes]
  if (access === 'admin') codes.push('unauthorized', 'forbidden')
  if (access === 'person') codes.push('unauthorized')
  if ((access === 'admin' || access === 'person') && method !== 'get') codes.push('origin_forbidden')
  if (ifMatch) codes.push('revision_missing', 'changed_meanwhile')
  if (body !== undefined) codes.push('body_malformed', 'body_invalid')
  if (body !== undefined || upload !== undefined) codes.push('body_too_large', 'content_type_unsupported')
  return [...new Set([...codes, 'unavailable' as const, 'internal' as const])]
}

function describe(operation: Operation): OpenApiOperation {
  const { answer } = operation
  const responses: Record<string, ApiResponse> = {
    [answer.status]: { description: answer.description, ...contentOf(operation) },
  }
  for (const code of codesOf(operation)) {
    const { status, sentence } = errorCodes[code]
    const before = responses[status]?.description
    responses[status] = {
      description: `${before === undefined ? '' : `${before}; `}\`${code}\`: ${sentence}`,
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    }
  }
  const given = parameters(operation)
  return {
    operationId: operationId(operation),
    tags: [operation.group],
    summary: operation.summary,
    description: operation.description,
    security: schemesOf[operation.access].map((scheme) => ({ [scheme]: [] })),
    ...(given.length === 0 ? {} : { parameters: given }),
    ...requestBodyOf(operation),
    responses,
  }
}

function requestBodyOf({ body, upload, example }: Operation): Pick<OpenApiOperation, 'requestBody'> {
  if (upload !== undefined) return { requestBody: { required: true, content: bytesContent(upload) } }
  if (body === undefined) return {}
  const content = { 'application/json': { schema: reference(body), example: example.body } }
  return { requestBody: { required: true, content } }
}

function contentOf({ access, answer, example }: Operation): Pick<ApiResponse, 'content'> {
  const { shape, types = [] } = answer
  const json =
    shape === undefined ? {} : { 'application/json': { schema: reference(shape), example: example.answer } }
  const streamed =
    access === 'watcher' && shape !== undefined ? { 'text/event-stream': { schema: reference(shape) } } : {}
  const content = { ...json, ...streamed, ...bytesContent(types) }
  return Object.keys(content).length === 0 ? {} : { content }
}

function bytesContent(types: readonly string[]): Content {
  return Object.fromEntries(types.map((type) => [type, { schema: { type: 'string' } }]))
}

/** `POST /v1/challenges/{id}/redeem` → `postChallengesRedeem`. */
function operationId({ method, path }: Operation): string {
  const words = path
    .replace('/v1', '')
    .split(/[/-]/)
    .filter((word) => /^[a-z]+$/.test(word))
  const one = path.endsWith('}') ? ['one'] : []
  return [
    method,
    ...[...words, ...one].map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`),
  ].join('')
}

const UUID = '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'

const IDEMPOTENCY_KEY: Parameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'A text of the sender’s choice. Sent again within a day with the same body, the request happens once and is answered the same.',
  schema: { type: 'string', maxLength: 128 },
}

function parameters(operation: Operation): readonly Parameter[] {
  const places = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']): Parameter => {
    const said = operation.places?.[name]
    const ofChallenge = operation.path.startsWith('/v1/challenges')
    return {
      name,
      in: 'path',
      required: true,
      description: said ?? (ofChallenge ? 'The challenge’s id.' : 'Its id.'),
      schema: said === undefined ? { type: 'string', pattern: UUID } : { type: 'string' },
    }
  })
  const revision: Parameter = {
    name: 'If-Match',
    in: 'header',
    required: true,
    description: 'The `ETag` of what was read: the change is refused if somebody else changed it since.',
    schema: { type: 'string' },
  }
  const kept = operation.access === 'admin' || operation.access === 'person'
  const repeatable =
    kept &&
    operation.method === 'post' &&
    operation.upload === undefined &&
    operation.answer.types === undefined
  return [
    ...places,
    ...(operation.query ?? []),
    ...(operation.ifMatch ? [revision] : []),
    ...(repeatable ? [IDEMPOTENCY_KEY] : []),
  ]
}

function reference(shape: Shape<unknown>): Reference {
  return { $ref: `#/components/schemas/${shape.name}` }
}

function jsonSchema(schema: z.ZodMiniType): Schema {
  // The dialect is OpenAPI 3.1's own default, so it need not be named in each schema.
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12' })
  // Sound: our schemas are objects, texts, integers, enums and unions of these; Schema lists the keywords they turn into.
  return rest as Schema
}
