// The ports as one request sees them: its log lines name it, what it asks for remembers it, and its trace goes on from the caller's.
import type { Log, Ports } from '../core/ports.js'
import { noTracer } from '../core/ports-telemetry.js'

/** What is known of a request before anybody has said who they are. */
export interface RequestFacts {
  /** Ours: no two requests have the same. */
  readonly ownId: string
  /** What an app calls its request, and where its trace is; undefined unless it is an app that is asked to prove itself. */
  readonly caller: { readonly id: string | undefined; readonly traceParent: string | undefined } | undefined
}

/**
 * A caller's id stands beside ours, never in its place: ours is unique, and a caller may send the same one twice. What is kept
 * with a challenge is the caller's, since it is its own logs that it compares with. One that does not fit is as none.
 */
export function ofRequest(ports: Ports, { ownId, caller }: RequestFacts): Ports {
  const callerId = caller?.id !== undefined && CALLER_ID.test(caller.id) ? caller.id : undefined
  return {
    ...ports,
    log: new BoundLog(ports.log, ownId, callerId),
    requestId: callerId ?? ownId,
    // Spans begin where an app has proven who it is: a stranger makes none, and chooses nobody's trace.
    tracer: caller === undefined ? noTracer : tracerOfCaller(ports, caller.traceParent),
  }
}

/** As long as a UUID: a text of 40 such characters could be a key, and the log would withhold it. */
const CALLER_ID = /^[A-Za-z0-9][\w.:-]{0,35}$/

function tracerOfCaller({ tracer }: Ports, traceParent: string | undefined): Ports['tracer'] {
  if (tracer === noTracer || traceParent === undefined) return tracer
  const below = tracer.below(traceParent)
  // A header that is no traceparent begins a trace of our own (W3C Trace Context §3.2.3).
  return below === noTracer ? tracer : below
}

type Fields = Readonly<Record<string, unknown>>

/** A log whose every line names its request; a line's own fields come after. */
class BoundLog implements Log {
  readonly #log: Log
  readonly #requestId: string
  readonly #callerId: string | undefined

  constructor(log: Log, requestId: string, callerId: string | undefined) {
    this.#log = log
    this.#requestId = requestId
    this.#callerId = callerId
  }

  info(event: string, fields?: Fields): void {
    this.#log.info(event, this.#bound(fields))
  }

  warn(event: string, fields?: Fields): void {
    this.#log.warn(event, this.#bound(fields))
  }

  error(event: string, fields?: Fields): void {
    this.#log.error(event, this.#bound(fields))
  }

  /** Named one by one: V8 copies one object into a literal thirty times faster than two, and each login writes some lines. */
  #bound(fields: Fields | undefined): Fields {
    const requestId = this.#requestId
    const callerId = this.#callerId
    return callerId === undefined ? { requestId, ...fields } : { requestId, callerId, ...fields }
  }
}
