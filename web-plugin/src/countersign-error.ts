// The one error of the client: a stable code, so that nobody has to read sentences.
import type { ErrorCode } from '@countersign/protocol'

/** The server's code, or why there is none: it did not answer, not in time, or not as it should. */
export type CountersignErrorCode = ErrorCode | 'unreachable' | 'timeout' | 'bad_response'

/** Thrown by {@link CountersignClient}. Whatever the code, nobody is logged in. */
export class CountersignError extends Error {
  override readonly name = 'CountersignError'
  readonly code: CountersignErrorCode
  /** HTTP status, if the server answered. */
  readonly status: number | undefined
  /** How long the server asks to wait, in seconds. */
  readonly retryAfterSeconds: number | undefined

  constructor(
    code: CountersignErrorCode,
    facts: {
      readonly status?: number
      readonly retryAfterSeconds?: number | undefined
      readonly cause?: unknown
    } = {},
  ) {
    const answered = facts.status === undefined ? '' : ` (status ${facts.status})`
    super(`countersign: ${code}${answered}`, { cause: facts.cause })
    this.code = code
    this.status = facts.status
    this.retryAfterSeconds = facts.retryAfterSeconds
  }
}
