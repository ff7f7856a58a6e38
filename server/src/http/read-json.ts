// Reads a request's body as JSON and parses it into the shape a route expects; refuses everything else early.
import { isUtf8 } from 'node:buffer'
import type { IncomingMessage } from 'node:http'
import { REQUEST_BODY_MAX_BYTES } from '@countersign/protocol'
import type * as z from 'zod/mini'
import type { Problem } from './problem.js'

export type Read<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: Problem }

/** The body as a value of `schema`. Nothing larger than `maxBytes` is ever held; unknown keys are refused by the schema. */
export async function readBody<T>(
  request: IncomingMessage,
  schema: z.ZodMiniType<T>,
  maxBytes = REQUEST_BODY_MAX_BYTES,
): Promise<Read<T>> {
  const bytes = await readBytes(request, JSON_TYPE, maxBytes)
  if (!bytes.ok) return bytes
  // Buffer.toString would replace what is not UTF-8, and two different bodies would mean the same.
  if (!isUtf8(bytes.value)) return refuse({ code: 'body_malformed' })
  let value: unknown
  try {
    value = JSON.parse(bytes.value.toString('utf8'))
  } catch {
    return refuse({ code: 'body_malformed' })
  }
  const parsed = schema.safeParse(value)
  if (parsed.success) return { ok: true, value: parsed.data }
  return refuse({ code: 'body_invalid', fault: firstFault(parsed.error.issues) })
}

/** The whole body, of a content type that fits `type`. What is larger than `maxBytes` is refused as soon as that shows. */
export async function readBytes(
  request: IncomingMessage,
  type: RegExp,
  maxBytes: number,
): Promise<Read<Buffer>> {
  if (!type.test(request.headers['content-type'] ?? '')) return refuse({ code: 'content_type_unsupported' })
  // A compressed body can be a thousand times larger than it looks.
  if ((request.headers['content-encoding'] ?? 'identity') !== 'identity')
    return refuse({ code: 'content_type_unsupported' })
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return refuse({ code: 'body_too_large' })
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      // The rest flows past unread, so that the answer can still be sent on this connection before it is closed.
      if (size > maxBytes) resolve(refuse({ code: 'body_too_large' }))
      else chunks.push(chunk)
    })
    request.on('end', () => resolve({ ok: true, value: Buffer.concat(chunks) }))
    // The client went away in the middle: nobody hears this answer.
    request.on('error', () => resolve(refuse({ code: 'body_malformed' })))
  })
}

/** RFC 8259 §11: JSON is UTF-8; a charset parameter may say so and nothing else. */
const JSON_TYPE = /^application\/json *(?:; *charset="?utf-8"? *)?$/i

/** The first fault of a body in words, by its path: `context.address`. Never repeats a value. */
export function firstFault(issues: readonly z.core.$ZodIssue[]): { path: string; expected: string } {
  const issue = issues[0]
  if (issue === undefined) return { path: '', expected: 'another value' }
  const path = issue.path.map(String)
  if (issue.code !== 'unrecognized_keys') return { path: path.join('.'), expected: expectation(issue) }
  // The name of a key is the client's own text: cut, so that a problem stays small.
  const key = (issue.keys[0] ?? '').slice(0, 64)
  return { path: [...path, key].join('.'), expected: 'no such key' }
}

function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected === 'int' ? 'an integer' : issue.expected
    case 'too_big':
      return `at most ${issue.maximum}${issue.origin === 'string' ? ' characters' : ''}`
    case 'too_small':
      return `at least ${issue.minimum}${issue.origin === 'string' ? ' characters' : ''}`
    case 'invalid_format':
      return issue.pattern === undefined ? `a text of format ${issue.format}` : `text like ${issue.pattern}`
    case 'invalid_value':
      return `one of ${issue.values.map(String).join(', ')}`
    case 'custom':
      return issue.message
    default:
      return 'another value'
  }
}

function refuse(problem: Problem): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem }
}
