// Carries pushes to push services: encrypted for the phone (RFC 8291), signed for the service (RFC 8292), under the guard of guarded.ts.

import { createPublicKey } from 'node:crypto'
import type { LookupAddress } from 'node:dns'
import type { PushTerms } from '@countersign/protocol'
import { fromBase64Url, toBase64Url } from '@countersign/protocol'
import type { PushAnswer, PushCourier } from '../core/ports-push.js'
import type { GuardedAnswer } from './guarded.js'
import { guardedCaller } from './guarded.js'

export interface PushCourierSettings {
  /** P-256: 65 and 32 bytes. */
  readonly key: { readonly publicKey: Uint8Array; readonly privateKey: Uint8Array }
  /** Where the operator of a push service finds ours: a https or mailto address. */
  readonly contact: string
  /** Push services besides the known ones: `push.example.org`, `push.example.org:8443`, `*.example.org`. */
  readonly hosts: readonly string[]
  /** Also addresses of private networks, and plain http to this very machine. */
  readonly allowPrivate: boolean
  readonly timeoutMs?: number
  readonly resolve?: (name: string) => Promise<readonly LookupAddress[]>
}

/** The push services of the browsers that there are (SECURITY.md H7): Chromium, Firefox, Safari, Edge. */
const KNOWN_HOSTS = [
  'fcm.googleapis.com',
  'updates.push.services.mozilla.com',
  'web.push.apple.com',
  '*.notify.windows.com',
]
/** A push service that takes longer is of no use to somebody who waits at a login page. */
const TIMEOUT_MS = 5_000
/** Connections to one push service that stay open: a handshake takes longer than a push. */
const KEEP_ALIVE = 32
/** A token holds for twelve hours (RFC 8292 §2 allows 24) and is signed anew after one, so a clock that is off harms nothing. */
const TOKEN_SECONDS = 43_200
const TOKEN_REUSED_MS = 3_600_000
/** As many as there are hosts behind the wildcards, with room to spare. */
const TOKENS_MAX = 1_000

/** Nobody is woken. */
export const noPushCourier: PushCourier = {
  publicKey: undefined,
  serviceOf: () => undefined,
  send: async () => ({ kind: 'failed', error: 'push is switched off' }),
}

export function createPushCourier({
  key,
  contact,
  hosts,
  timeoutMs = TIMEOUT_MS,
  ...guard
}: PushCourierSettings): PushCourier {
  const caller = guardedCaller({ ...guard, timeoutMs, keepAlive: KEEP_ALIVE })
  const entries = [...KNOWN_HOSTS, ...hosts]
  const [publicKey, privateKey] = [toBase64Url(key.publicKey), toBase64Url(key.privateKey)]
  const tokens = new Map<string, { readonly authorization: string; readonly untilMs: number }>()

  const authorizationFor = async (audience: string): Promise<string> => {
    const nowMs = Date.now()
    const kept = tokens.get(audience)
    if (kept !== undefined && kept.untilMs > nowMs) return kept.authorization
    const expiresAt = Math.floor(nowMs / 1000) + TOKEN_SECONDS
    const { Authorization: authorization } = (await library()).getVapidHeaders(
      audience,
      contact,
      publicKey,
      privateKey,
      'aes128gcm',
      expiresAt,
    )
    if (tokens.size >= TOKENS_MAX) tokens.clear()
    tokens.set(audience, { authorization, untilMs: nowMs + TOKEN_REUSED_MS })
    return authorization
  }

  return {
    publicKey: key.publicKey,
    serviceOf(terms) {
      if (caller.whyNot(terms.endpoint) !== undefined || !isPoint(terms)) return undefined
      const url = new URL(terms.endpoint)
      // Written as it will be called, so that nobody reads it in another way than we did.
      if (url.href !== terms.endpoint) return undefined
      // Without TLS only what the operator named.
      return (url.protocol === 'https:' ? entries : hosts).find((entry) => means(entry, url.host))
    },
    async send({ terms, payload, ttlSeconds, topic }) {
      const { endpoint, p256dh, auth } = terms
      const { cipherText } = (await library()).encrypt(p256dh, auth, Buffer.from(payload), 'aes128gcm')
      const answer = await caller.post({
        url: endpoint,
        headers: {
          authorization: await authorizationFor(new URL(endpoint).origin),
          'content-encoding': 'aes128gcm',
          'content-type': 'application/octet-stream',
          ttl: String(ttlSeconds),
          urgency: 'high',
          topic,
        },
        body: cipherText,
      })
      return toAnswer(answer)
    },
  }
}

/** `*.example.org` means every name below it; a port that is not named is the scheme's own. */
function means(entry: string, host: string): boolean {
  if (!entry.startsWith('*.')) return entry === host
  return host.endsWith(entry.slice(1)) && host.length >= entry.length
}

/** A key that is no point of the curve would fail at the first push, when somebody waits. */
function isPoint({ p256dh }: PushTerms): boolean {
  const point = fromBase64Url(p256dh)
  if (point?.length !== 65 || point[0] !== 4) return false
  const [x, y] = [toBase64Url(point.slice(1, 33)), toBase64Url(point.slice(33))]
  try {
    return createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' }).type === 'public'
  } catch {
    return false
  }
}

function toAnswer(answer: GuardedAnswer): PushAnswer {
  if (answer.kind === 'failed') return answer
  const { status, retryAfter } = answer
  return { kind: 'answered', status, retryAfterMs: retryAfter === undefined ? undefined : waitOf(retryAfter) }
}

/** RFC 9110 §10.2.3: seconds, or a date; undefined for anything else. */
function waitOf(retryAfter: string): number | undefined {
  if (/^[0-9]{1,9}$/.test(retryAfter)) return Number(retryAfter) * 1000
  // Date.parse alone takes "-5" for a year.
  const atMs = /^[A-Z][a-z]{2}, .+ GMT$/.test(retryAfter) ? Date.parse(retryAfter) : Number.NaN
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - Date.now())
}

/** Loaded for the first push: with what it stands on it is a tenth of a start. */
async function library(): Promise<typeof import('web-push')> {
  return (await import('web-push')).default
}
