// What a call to the server comes back with: a value, or a fault that says what went wrong in a stable code.
import type { ErrorCode, ProblemBody } from '@countersign/protocol'
import { errorCodes } from '@countersign/protocol'

/** `unreachable`: no answer came at all; `unreadable`: one came that is not ours (a proxy's page). */
export type FaultCode = ErrorCode | 'unreachable' | 'unreadable'

export interface Fault {
  readonly code: FaultCode
  readonly status: number
  /** The first wrong value of a refused body: `origins.0`, and what would be right. */
  readonly at: { readonly path: string; readonly expected: string } | undefined
  readonly detail: string | undefined
  readonly retryAfterSeconds: number | undefined
  readonly requestId: string | undefined
}

export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: Fault }

export const arrived = <T>(value: T): Answer<T> => ({ ok: true, value })

export function failed(code: FaultCode, status = 0): { readonly ok: false; readonly fault: Fault } {
  return {
    ok: false,
    fault: {
      code,
      status,
      at: undefined,
      detail: undefined,
      retryAfterSeconds: undefined,
      requestId: undefined,
    },
  }
}

/** Reads a problem document (RFC 9457). Anything else that is no success becomes `unreadable`. */
export function faultOf(status: number, body: unknown): Fault {
  if (!isProblem(body)) return failed('unreadable', status).fault
  return {
    code: body.code,
    status,
    at: body.fault,
    detail: body.detail,
    retryAfterSeconds: body.retryAfterSeconds,
    requestId: body.requestId,
  }
}

function isProblem(body: unknown): body is ProblemBody {
  if (typeof body !== 'object' || body === null || !('code' in body)) return false
  return typeof body.code === 'string' && Object.hasOwn(errorCodes, body.code)
}
