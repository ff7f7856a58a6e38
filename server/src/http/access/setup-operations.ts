// The first owner over HTTP: the link begins, the browser's cookie goes on, the phone's six digits end it.
import { fromBase64Url } from '@countersign/protocol'
import {
  beginSetupBody,
  confirmSetupBody,
  sessionBody,
  setupBegun,
  setupPairing as setupPairingShape,
} from '@countersign/protocol/admin'
import { beginSetup, confirmSetup, setupPairing } from '../../flows/access/setup.js'
import { answered, refusalOf } from '../admin/settle.js'
import type { Exchange, Operation, OperationText } from '../operation.js'
import { tooOften } from '../operation.js'
import { readBody } from '../read-json.js'
import { sendJson } from '../reply.js'
import { exampleIds } from '../v1/examples.js'
import { cookieSecret, removeCookie, setCookie } from './cookies.js'
import { browserOf, refuseOtherPages } from './same-page.js'
import { exampleSession } from './session-examples.js'
import { sessionBodyOf, setSessionCookies } from './sign-in-operations.js'

/** A link has 256 bits; this only keeps a script from filling the log. */
const TRIES_PER_MINUTE = 20
/** The page asks each second or two while the phone is scanning. */
const LOOKS_PER_MINUTE = 120
/** As long as one browser keeps the link to itself. */
const COOKIE_SECONDS = 900

const common = { group: 'Signing in', access: 'anyone', cors: 'no_page' } as const

export function setupOperations(version: string): readonly Operation[] {
  return [beginOperation, pairingOperation, confirmOperation(version)]
}

const beginText: OperationText = {
  ...common,
  method: 'post',
  path: '/admin/v1/setup/begin',
  summary: 'Begin as the first owner',
  description:
    'With the secret of the link that `countersign init` printed. Makes the account and a pairing link for its phone; from here on only this browser goes on, for 15 minutes.',
  answer: {
    status: 201,
    description: 'Show `link` as a QR code.',
    shape: { name: 'SetupBegun', schema: setupBegun },
  },
  codes: ['unauthorized', 'origin_forbidden', 'conflict', 'too_many_requests'],
  example: {
    body: { secret: exampleIds.watchToken, userId: 'alice', displayName: 'Alice Archer' },
    answer: {
      ticketId: exampleIds.ticketId,
      link: 'https://id.example.org/authenticator/#pair=…',
      expiresAtMs: 1_795_000_600_000,
    },
  },
}

const beginOperation: Operation = {
  ...beginText,
  body: { name: 'BeginSetup', schema: beginSetupBody },
  async handle(exchange) {
    const { ports, request, response } = exchange
    const { publicUrl } = ports.settings
    const refusal = refuseOtherPages(exchange) ?? (await tooOften(exchange, beginText.path, TRIES_PER_MINUTE))
    if (refusal !== undefined) return refusal
    const read = await readBody(request, beginSetupBody)
    if (!read.ok) return read.problem
    const { secret, userId, displayName, email } = read.value
    const browserSecret = setupSecret(exchange) ?? ports.random.bytes(32)
    const given = { secret: fromBase64Url(secret) ?? new Uint8Array(0), userId, displayName, email }
    const begun = await beginSetup(ports, given, browserSecret)
    if (!begun.ok) return refusalOf(exchange, beginText, begun.refusal)
    setCookie(response, 'countersign-setup', publicUrl, browserSecret, COOKIE_SECONDS)
    sendJson(response, 201, begun.value)
    return undefined
  },
}

const pairingText: OperationText = {
  ...common,
  method: 'get',
  path: '/admin/v1/setup/pairing',
  summary: 'Where the first owner’s pairing is',
  description:
    'For the browser that began. Once it is `accepted`, the phone shows six digits, and they must be these.',
  answer: {
    status: 200,
    description: 'The pairing.',
    shape: { name: 'SetupPairing', schema: setupPairingShape },
  },
  codes: ['unauthorized', 'too_many_requests'],
  example: { answer: { state: 'accepted', deviceName: 'Alice’s phone', confirmation: '481930' } },
}

const pairingOperation: Operation = {
  ...pairingText,
  async handle(exchange) {
    const busy = await tooOften(exchange, pairingText.path, LOOKS_PER_MINUTE)
    if (busy !== undefined) return busy
    const secret = setupSecret(exchange)
    if (secret === undefined) return { code: 'unauthorized' }
    return answered(exchange, pairingText, await setupPairing(exchange.ports, secret))
  },
}

function confirmOperation(version: string): Operation {
  const text: OperationText = {
    ...common,
    method: 'post',
    path: '/admin/v1/setup/confirm',
    summary: 'Become the first owner',
    description:
      'With the six digits that the phone shows: the account becomes the owner, and this browser is signed in.',
    answer: {
      status: 200,
      description: 'Who is signed in now.',
      shape: { name: 'Session', schema: sessionBody },
    },
    codes: [
      'unauthorized',
      'origin_forbidden',
      'forbidden',
      'ticket_invalid',
      'conflict',
      'too_many_requests',
    ],
    example: { body: { confirmation: '481930' }, answer: { ...exampleSession, role: 'owner' } },
  }
  return {
    ...text,
    body: { name: 'ConfirmSetup', schema: confirmSetupBody },
    async handle(exchange) {
      const { ports, request, response } = exchange
      const refusal = refuseOtherPages(exchange) ?? (await tooOften(exchange, text.path, TRIES_PER_MINUTE))
      if (refusal !== undefined) return refusal
      const secret = setupSecret(exchange)
      if (secret === undefined) return { code: 'unauthorized' }
      const read = await readBody(request, confirmSetupBody)
      if (!read.ok) return read.problem
      const done = await confirmSetup(ports, secret, read.value.confirmation, browserOf(exchange))
      if (!done.ok) return refusalOf(exchange, text, done.refusal)
      removeCookie(response, 'countersign-setup', ports.settings.publicUrl)
      setSessionCookies(exchange, 'admin', done.value)
      sendJson(response, 200, sessionBodyOf(ports, done.value.session, version))
      return undefined
    },
  }
}

function setupSecret({ request, ports }: Exchange): Uint8Array | undefined {
  return cookieSecret(request, 'countersign-setup', ports.settings.publicUrl)
}
