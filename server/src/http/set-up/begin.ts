// The link of a set-up is opened: its secret comes in the body, and what this browser goes on with leaves in a cookie.
import { fromBase64Url } from '@countersign/protocol'
import { beginSetUpBody, setUpBody } from '@countersign/protocol/me'
import { beginSetUp } from '../../flows/set-up/begin-set-up.js'
import { setCookie } from '../access/cookies.js'
import { browserOf, refuseOtherPages } from '../access/same-page.js'
import { refusalOf } from '../admin/settle.js'
import type { Operation, OperationText } from '../operation.js'
import { tooOften } from '../operation.js'
import { readBody } from '../read-json.js'
import { sendJson } from '../reply.js'
import { exampleIds } from '../v1/examples.js'
import { exampleSetUp } from './examples.js'
import { setUpCommon, setUpSecret } from './operation.js'

/** A link has 256 bits; this only keeps a script from filling the log. A whole office may begin at once. */
const BEGINS_PER_MINUTE = 120

const text: OperationText = {
  ...setUpCommon,
  method: 'post',
  path: '/set-up/v1/begin',
  summary: 'Open the link of a set-up',
  description:
    'With the part of the link after `#`. From here on only this browser goes on, by its cookie; the link opens nothing for another. One refusal for everything that can be wrong with it.',
  answer: {
    status: 200,
    description: 'Whose account it is, and how far it is.',
    shape: { name: 'SetUp', schema: setUpBody },
  },
  codes: ['body_invalid', 'origin_forbidden', 'link_invalid', 'too_many_requests'],
  example: { body: { secret: exampleIds.watchToken }, answer: exampleSetUp },
}

export const beginSetUpOperation: Operation = {
  ...text,
  body: { name: 'BeginSetUp', schema: beginSetUpBody },
  async handle(exchange) {
    const { ports, request, response } = exchange
    const refusal = refuseOtherPages(exchange) ?? (await tooOften(exchange, text.path, BEGINS_PER_MINUTE))
    if (refusal !== undefined) return refusal
    const read = await readBody(request, beginSetUpBody)
    if (!read.ok) return read.problem
    // The schema took only base64url of 32 bytes; the empty array would be an unknown link.
    const secret = fromBase64Url(read.value.secret) ?? new Uint8Array(0)
    const given = { secret, browserSecret: setUpSecret(exchange), browser: browserOf(exchange) }
    const begun = await beginSetUp(ports, given)
    if (!begun.ok) return refusalOf(exchange, text, begun.refusal)
    const { browserSecret, body } = begun.value
    const seconds = Math.ceil((body.expiresAtMs - ports.clock.nowMs()) / 1000)
    setCookie(response, 'countersign-set-up', ports.settings.publicUrl, browserSecret, seconds)
    sendJson(response, text.answer.status, body)
    return undefined
  },
}
