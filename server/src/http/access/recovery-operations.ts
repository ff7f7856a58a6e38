// The resource /v1/recovery: the page for whoever lost every phone. The browser is known by a cookie that only it has.
import { beginRecoveryBody, proveRecoveryBody, recoveryBegun, recoveryProven } from '@countersign/protocol'
import { beginRecovery, proveRecovery } from '../../flows/access/recovery.js'
import { refusalOf } from '../admin/settle.js'
import type { Operation, OperationText } from '../operation.js'
import { tooOften } from '../operation.js'
import { readBody } from '../read-json.js'
import { sendJson } from '../reply.js'
import { cookieSecret, cookieText, removeCookie, setCookie } from './cookies.js'
import { browserOf, refuseOtherPages } from './same-page.js'

const common = { method: 'post', group: 'Recovery', access: 'anyone', cors: 'no_page' } as const
/** Recoveries begun from one address in a minute; guesses are counted by account, not here. */
const BEGINS_PER_MINUTE = 20
const CODES_PER_MINUTE = 60

export const recoveryOperations: readonly Operation[] = [beginOperation(), codeOperation()]

function beginOperation(): Operation {
  const text: OperationText = {
    ...common,
    path: '/v1/recovery/begin',
    summary: 'Begin to recover an account whose phones are lost',
    description:
      'The same answer for an ID that nobody has; nothing rings, nobody is told. Sets the cookie by which this browser goes on.',
    answer: {
      status: 201,
      description: 'Two codes of different kinds may be given until then.',
      shape: { name: 'RecoveryBegun', schema: recoveryBegun },
    },
    codes: ['body_invalid', 'origin_forbidden', 'too_many_requests'],
    example: { body: { userId: 'alice' }, answer: { expiresAtMs: 1_795_000_900_000 } },
  }
  return {
    ...text,
    body: { name: 'BeginRecovery', schema: beginRecoveryBody },
    async handle(exchange) {
      const { ports, request, response } = exchange
      const refusal = refuseOtherPages(exchange) ?? (await tooOften(exchange, text.path, BEGINS_PER_MINUTE))
      if (refusal !== undefined) return refusal
      const read = await readBody(request, beginRecoveryBody)
      if (!read.ok) return read.problem
      const { secret, expiresAtMs } = await beginRecovery(ports, read.value.userId)
      const seconds = Math.ceil((expiresAtMs - ports.clock.nowMs()) / 1000)
      setCookie(response, 'countersign-recovery', ports.settings.publicUrl, secret, seconds)
      sendJson(response, 201, { expiresAtMs })
      return undefined
    },
  }
}

function codeOperation(): Operation {
  const text: OperationText = {
    ...common,
    path: '/v1/recovery/code',
    summary: 'Give a code of a recovery',
    description:
      'First one, then one of another kind: a code from an app, a printed one, one that the help desk told. One refusal for everything that can be wrong. With the second this browser is signed in at `/me` for half an hour, to pair a phone; the person is told everywhere.',
    answer: {
      status: 200,
      description: 'It was right.',
      shape: { name: 'RecoveryProven', schema: recoveryProven },
    },
    codes: [
      'body_invalid',
      'unauthorized',
      'origin_forbidden',
      'code_refused',
      'way_not_allowed',
      'too_many_tries',
      'too_many_requests',
      'unavailable',
    ],
    example: {
      body: { code: 'K7QD-29XM-PT4C-8WZN-AB3R' },
      answer: { shown: 'backup', signedIn: false },
    },
  }
  return {
    ...text,
    body: { name: 'ProveRecovery', schema: proveRecoveryBody },
    async handle(exchange) {
      const { ports, request, response } = exchange
      const { publicUrl } = ports.settings
      const refusal = refuseOtherPages(exchange) ?? (await tooOften(exchange, text.path, CODES_PER_MINUTE))
      if (refusal !== undefined) return refusal
      const read = await readBody(request, proveRecoveryBody)
      if (!read.ok) return read.problem
      const secret = cookieSecret(request, 'countersign-recovery', publicUrl)
      if (secret === undefined) return { code: 'unauthorized' }
      const known = cookieText(request, 'countersign-browser', publicUrl)
      const former = cookieSecret(request, 'countersign-me', publicUrl)
      const given = { secret, typed: read.value.code, browser: browserOf(exchange), known, former }
      const proved = await proveRecovery(ports, given)
      if (!proved.ok) return refusalOf(exchange, text, proved.refusal)
      const { shown, signedIn, session } = proved.value
      if (session !== undefined) {
        const seconds = Math.floor((session.session.expiresAtMs - ports.clock.nowMs()) / 1000)
        removeCookie(response, 'countersign-recovery', publicUrl)
        // No cookie of a known browser: whoever came in by codes has not shown a phone.
        setCookie(response, 'countersign-me', publicUrl, session.secret, seconds)
      }
      sendJson(response, 200, { shown, signedIn })
      return undefined
    },
  }
}
