// The OpenAPI 3.1 document, made from the operations and the very schemas that parse their bodies: it cannot disagree with them.
import type { ErrorCode } from '@countersign/protocol'
import { errorCodes, problemBody } from '@countersign/protocol'
import * as z from 'zod/mini'
import type { Operation, Shape } from './operation.js'

/** A JSON Schema as this document holds it. */
export interface Schema {
  readonly type?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly oneOf?: readonly Schema[]
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
  readonly security: readonly Readonly<Record<string, readonly string[]>>[]
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly required: true; readonly content: Content }
  readonly responses: Readonly<Record<string, ApiResponse>>
}

export interface ApiResponse {
  readonly description: string
  readonly content: Content
}

export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query'
  readonly required: boolean
  readonly description: string
  readonly schema: Schema
}

type Reference = { readonly $ref: string }
type Content = Readonly<Record<string, { readonly schema: Reference; readonly example?: unknown }>>

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
    readonly securitySchemes: Readonly<Record<string, Readonly<Record<string, string>>>>
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
        'A web app asks, the phone shows, the device signs, the app checks. Bodies are JSON (at most 16 kB, unknown keys are refused), bytes are base64url without padding, times are milliseconds since 1970 by the server’s clock.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: server.url }],
    tags: [
      { name: 'Challenges', description: 'One question to the phones of one account, and its outcome.' },
      { name: 'Pairing', description: 'How a phone becomes a device of an account.' },
      { name: 'Server', description: 'Who the server is, and what it signs with.' },
    ],
    paths,
    components: {
      schemas,
      securitySchemes: {
        app: {
          type: 'http',
          scheme: 'bearer',
          description: 'The API key of an app: `Authorization: Bearer cs_…`, made by `countersign app add`.',
        },
        watcher: {
          type: 'apiKey',
          in: 'header',
          name: 'Authorization',
          description: 'The watch token of one challenge: `Authorization: Watch <token>`.',
        },
      },
    },
  }
}

/** Every code that an operation can answer with: its own, and the ones that its kind of request brings along. */
export function codesOf(operation: Operation): readonly ErrorCode[] {
  const ofBody: readonly ErrorCode[] =
    operation.body === undefined ? [] : ['body_malformed', 'body_too_large', 'content_type_unsupported']
  return [...operation.codes, ...ofBody, 'internal']
}

function describe(operation: Operation): OpenApiOperation {
  const { answer, body, example } = operation
  const streamed: Content =
    operation.access === 'watcher' ? { 'text/event-stream': { schema: reference(answer.shape) } } : {}
  const responses: Record<string, ApiResponse> = {
    [answer.status]: {
      description: answer.description,
      content: {
        'application/json': { schema: reference(answer.shape), example: example.answer },
        ...streamed,
      },
    },
  }
  for (const code of codesOf(operation)) {
    const { status, sentence } = errorCodes[code]
    const before = responses[status]?.description
    responses[status] = {
      description: `${before === undefined ? '' : `${before}; `}\`${code}\`: ${sentence}`,
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    }
  }
  return {
    operationId: operationId(operation),
    tags: [operation.group],
    summary: operation.summary,
    description: operation.description,
    security: operation.access === 'anyone' ? [] : [{ [operation.access]: [] }],
    ...(parameters(operation).length === 0 ? {} : { parameters: parameters(operation) }),
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: true as const,
            content: { 'application/json': { schema: reference(body), example: example.body } },
          },
        }),
    responses,
  }
}

/** `POST /v1/challenges/{id}/redeem` → `postChallengesRedeem`. */
function operationId({ method, path }: Operation): string {
  const words = path
    .replace('/v1', '')
    .split(/[/-]/)
    .filter((word) => /^[a-z]+$/.test(word))
  const one = path.includes('{id}') && path.endsWith('}') ? ['one'] : []
  return [
    method,
    ...[...words, ...one].map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`),
  ].join('')
}

function parameters(operation: Operation): readonly Parameter[] {
  const id: Parameter = {
    name: 'id',
    in: 'path',
    required: true,
    description: 'The challenge’s id.',
    schema: { type: 'string', pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' },
  }
  return [...(operation.path.includes('{id}') ? [id] : []), ...(operation.query ?? [])]
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
