// What flows and edges tell of what happens, for figures and traces. Nothing is decided by it, and it names no person.
import type { CodeWay } from '@countersign/protocol'
import type { ChallengeRecord } from './records.js'
import type { Refusal } from './refusal.js'
import type { PushOutcome } from './rings.js'

/** A step of a login as its parties wait for it; `whole` from the app's question to its redemption, with the person in between. */
export type LoginStep = 'create' | 'shown' | 'decided' | 'answer' | 'redeem' | 'whole'

/** How somebody was let in, or not, without an approval on a phone. */
export type LoginWay = CodeWay | 'passkey' | 'waiver'

/** What can become of a device's connection at the door. */
export type SocketEvent = 'opened' | 'authenticated' | 'refused' | 'turned_away' | 'silent'

/**
 * Figures. Each argument becomes a label, so it is one of a few words of ours; never an id, a name, or a text from outside.
 * Called on the way of every login: an implementation adds to a number, and does nothing else.
 */
export interface Metrics {
  /** A request for an approval was written down. */
  asked(challenge: Pick<ChallengeRecord, 'purpose' | 'mode' | 'pushed'>): void
  /** A challenge changed its state, and the change is committed. Told once, by the node that made it. */
  changed(challenge: ChallengeRecord): void
  /** A code, a passkey or a policy in the place of a phone. */
  otherWay(way: LoginWay, outcome: 'accepted' | 'refused'): void
  /** A step took so long, by the server's clock. */
  took(step: LoginStep, ms: number): void
  /** Begins to measure a step; the returned function ends it. */
  timed(step: LoginStep): () => void
  /** Somebody was told no: an app, an admin or a page by http, a device on its socket. */
  refused(on: 'http' | 'socket', reason: Refusal['reason']): void
  /** What became of one push to one phone. */
  pushed(outcome: PushOutcome): void
  /** An answer left. @param group of the API, or `page`. */
  answered(group: string, status: number, ms: number): void
  /** Something happened at the devices' door. */
  socket(event: SocketEvent): void
  /** A frame came, good or bad. */
  frame(kind: 'good' | 'bad'): void
  /** A round of regular work is over. */
  round(name: string, ms: number, outcome: 'done' | 'failed'): void
}

/** Facts of a span: ids of challenges, words and numbers; never an account, a device, a name or an address. */
export type SpanFacts = Readonly<Record<string, string | number | boolean>>

/**
 * Traces of the request that is being served here; `noTracer` where nothing is traced.
 *
 * What runs within a span is given a tracer of its own, so that nothing must be guessed from what happens to run at that moment.
 */
export interface Tracer {
  /** The W3C `traceparent` of the span under way; empty where nothing is recorded. Kept with a challenge, for what comes later. */
  readonly parent: string
  /** Continues what another process, or an earlier request, began. Nothing is traced below a parent that is empty or malformed. */
  below(parent: string): Tracer
  /** Runs the work as a span below this one; whoever asked from outside is its `server`. */
  span<T>(
    name: string,
    facts: SpanFacts,
    work: (within: Tracer) => Promise<T>,
    kind?: 'server' | 'client',
  ): Promise<T>
  /** Adds to the span under way. */
  note(facts: SpanFacts): void
  /** The span under way belongs together with another one that is not above it. */
  link(parent: string): void
}

const nothing = (): void => undefined

/** Nothing is counted. */
export const noMetrics: Metrics = {
  asked: nothing,
  changed: nothing,
  otherWay: nothing,
  took: nothing,
  timed: () => nothing,
  refused: nothing,
  pushed: nothing,
  answered: nothing,
  socket: nothing,
  frame: nothing,
  round: nothing,
}

/** Nothing is traced. */
export const noTracer: Tracer = {
  parent: '',
  below: () => noTracer,
  span: (_name, _facts, work) => work(noTracer),
  note: nothing,
  link: nothing,
}
