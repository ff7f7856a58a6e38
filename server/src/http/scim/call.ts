// One SCIM request as its handlers see it, and what they answer.

import { isUtf8 } from 'node:buffer'
import type { IncomingMessage } from 'node:http'
import type { Actor } from '../../core/permissions.js'
import type { Ports } from '../../core/ports.js'
import type { Refusal } from '../../core/refusal.js'
import { readBytes } from '../read-json.js'
import type { Read, ScimFault } from './scim-fault.js'
import { faultBody, faultOf, read } from './scim-fault.js'

export interface ScimCall {
  readonly ports: Ports
  readonly actor: Actor
  /** `https://host/scim/v2`. */
  readonly base: string
  /** What follows the collection: `/Users/<id>`; empty when nothing does. */
  readonly id: string
  readonly query: URLSearchParams
  /** Of `If-Match`; undefined without one. */
  readonly revision: number | undefined
  readonly body: () => Promise<Read<unknown>>
}

export interface ScimReply {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** Without one nothing comes. */
  readonly body?: unknown
}

export type Handler = (call: ScimCall) => Promise<ScimReply>

/** A body with some thousand members; Okta's largest push has 10,000 of about 100 bytes. */
const BODY_MAX_BYTES = 4 * 1024 * 1024
/** RFC 7644 §8.1; plain JSON is what half of the providers send. */
const SCIM_TYPE = /^application\/(?:scim\+)?json *(?:; *charset="?utf-8"? *)?$/i

export async function readScimBody(request: IncomingMessage): Promise<Read<unknown>> {
  const bytes = await readBytes(request, SCIM_TYPE, BODY_MAX_BYTES)
  if (!bytes.ok) return { ok: false, fault: BODY_FAULTS[bytes.problem.code] ?? MALFORMED }
  if (!isUtf8(bytes.value)) return { ok: false, fault: MALFORMED }
  try {
    return read(JSON.parse(bytes.value.toString('utf8')))
  } catch {
    return { ok: false, fault: MALFORMED }
  }
}

const MALFORMED: ScimFault = {
  status: 400,
  scimType: 'invalidSyntax',
  detail: 'a JSON body in UTF-8 expected',
}
const BODY_FAULTS: Readonly<Record<string, ScimFault>> = {
  body_too_large: { status: 413, detail: `a body of at most ${BODY_MAX_BYTES} bytes expected` },
  content_type_unsupported: { status: 415, detail: 'content type application/scim+json expected' },
}

/** RFC 7644 §3.14: `W/"r3"`. Another tag than ours can name no revision that is there; `*` asks for any. */
export function revisionIn(header: string | undefined): number | 'unknown' | undefined {
  if (header === undefined || header.trim() === '*') return undefined
  const [, digits] = /^(?:W\/)?"r(\d{1,15})"$/.exec(header.trim()) ?? []
  return digits === undefined ? 'unknown' : Number(digits)
}

export function refusalReply(refusal: Refusal): ScimReply {
  return faultReply(faultOf(refusal))
}

export function faultReply(fault: ScimFault): ScimReply {
  return { status: fault.status, body: faultBody(fault) }
}

/** A resource with its tag and, once made, its place. */
export function resourceReply(status: 200 | 201, resource: Readonly<Record<string, unknown>>): ScimReply {
  const { meta } = resource
  const text = (name: string): string | undefined => {
    if (typeof meta !== 'object' || meta === null) return undefined
    const value: unknown = Object.entries(meta).find(([key]) => key === name)?.[1]
    return typeof value === 'string' ? value : undefined
  }
  const location = text('location')
  const version = text('version')
  return {
    status,
    body: resource,
    headers: {
      ...(version === undefined ? {} : { ETag: version }),
      ...(location === undefined
        ? {}
        : status === 201
          ? { Location: location }
          : { 'Content-Location': location }),
    },
  }
}

export const NOTHING: ScimReply = { status: 204 }
