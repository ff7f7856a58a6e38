// A web app as the plugin makes one: it asks, redeems, and believes nothing that it has not verified itself. What got lost it tries again.
import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { ApprovalRequested } from '@countersign/protocol'
import { CountersignClient, CountersignError } from '@countersign/web-plugin/client'
import { verifyAssertion } from '@countersign/web-plugin/verify'

export interface Asked extends ApprovalRequested {
  readonly userId: string
  readonly appNonce: string
}

/** `lost`: no reply, or one that does not say what was done. Anything else is the server's own word. */
export type Redeemed = 'login' | 'lost' | `refused: ${string}` | `unbelieved: ${string}`

export interface WebAppOptions {
  readonly url: string
  readonly serverId: string
  readonly appId: string
  readonly apiKey: string
  /** Default: this computer's clock. */
  readonly nowMs?: () => number
}

const CONTEXT = { address: '203.0.113.7', browser: 'Firefox on Windows' } as const
const ORIGIN = 'https://app.example.org'
/** Codes that promise nothing about whether the work was done. */
const UNSURE: ReadonlySet<string> = new Set([
  ...['unreachable', 'timeout', 'bad_response'],
  ...['internal', 'unavailable', 'draining', 'too_many_requests'],
])

export class WebApp {
  readonly #client: CountersignClient
  readonly #options: WebAppOptions

  constructor(options: WebAppOptions) {
    const { url, serverId, apiKey } = options
    this.#options = options
    this.#client = new CountersignClient({ serverUrl: url, serverId, apiKey })
  }

  /** The request that was acknowledged; or why there is none that the app knows of. */
  async ask(userId: string): Promise<Asked | { readonly lost: string }> {
    const appNonce = randomBytes(32).toString('base64url')
    try {
      const body = { userId, purpose: 'login', appNonce, context: CONTEXT } as const
      return { ...(await this.#client.requestApproval(body)), userId, appNonce }
    } catch (error) {
      return { lost: codeOf(error) }
    }
  }

  /** One try. */
  async redeem(asked: Asked): Promise<Redeemed> {
    const { challengeId, appNonce } = asked
    try {
      const { assertion } = await this.#client.redeem(challengeId, appNonce)
      const reason = await this.#doubt(asked, assertion)
      return reason === undefined ? 'login' : `unbelieved: ${reason}`
    } catch (error) {
      const code = codeOf(error)
      return UNSURE.has(code) ? 'lost' : `refused: ${code}`
    }
  }

  /** Tries until the server has said what became of it, or the patience is over. Every answer in order. */
  async redeemAtLast(asked: Asked, patienceMs: number): Promise<readonly Redeemed[]> {
    const answers: Redeemed[] = []
    const endMs = Date.now() + patienceMs
    do {
      answers.push(await this.redeem(asked))
      if (answers.at(-1) !== 'lost') return answers
      await delay(50)
    } while (Date.now() < endMs)
    return answers
  }

  async #doubt(
    { challengeId, appNonce, userId, match }: Asked,
    assertion: string,
  ): Promise<string | undefined> {
    const { serverId, appId, nowMs = Date.now } = this.#options
    const result = verifyAssertion({
      assertion,
      keySet: await this.#client.keySet(),
      nowMs: nowMs(),
      expected: {
        ...{ serverId, appId, userId, challengeId, appNonce, match, purpose: 'login' },
        context: { ...CONTEXT, origin: ORIGIN },
      },
    })
    return result.ok ? undefined : result.reason
  }
}

function codeOf(error: unknown): string {
  if (error instanceof CountersignError) return error.code
  throw error
}
