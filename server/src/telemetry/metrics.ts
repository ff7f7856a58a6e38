// The figures of this process, counted by prom-client and written as Prometheus reads them.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Metrics } from '../core/ports-telemetry.js'
import type { LogLevel } from './counted-log.js'
import type { Readiness } from './health.js'
import type { FabricCall } from './measured-fabric.js'
import { metricTable } from './metric-table.js'

/** What is looked up when somebody asks for the figures. */
export interface Gauges {
  readonly sockets: () => number
  readonly pages: () => number
  readonly keepsHouse: () => boolean
  /** Resolves in bounded time, whatever the database does. */
  readonly readiness: () => Promise<Readiness>
  /** Undefined: this database has no pool. */
  readonly connections: () =>
    | { readonly busy: number; readonly idle: number; readonly waiting: number }
    | undefined
}

/** How a transaction ended. */
export type TransactionOutcome = 'committed' | 'undone' | 'failed'

/** The port, with what adapters tell besides, and the text of all of it. */
export interface Figures extends Metrics {
  transaction(ms: number, outcome: TransactionOutcome): void
  retried(): void
  fabricCall(call: FabricCall, ms: number): void
  storageFault(code: string): void
  logLine(level: LogLevel): void
  /** Reads the gauges, then writes everything in the text format of Prometheus. */
  text(gauges: Gauges): Promise<string>
  readonly contentType: string
}

/** All of it in a registry of its own: two servers in one process do not share figures. */
export function createFigures(version: string): Figures {
  const registry = new Registry()
  // Event loop, memory, garbage and CPU, under the names that dashboards for Node.js know.
  collectDefaultMetrics({ register: registry })
  const t = tableIn(registry)
  t.buildInfo.set({ version, node: process.version }, 1)
  beginAtZero(t)
  // What each login does several times is added up here, and goes to prom-client when somebody asks.
  const frames = { good: 0, bad: 0 }
  const lines = { info: 0, warn: 0, error: 0 }
  return {
    asked({ purpose, mode, pushed }) {
      t.challenges.inc({ purpose, mode, delivery: pushed ? 'push' : 'pull' })
    },
    changed({ state, cause, createdAtMs, decidedAtMs }) {
      const tookSeconds = ((decidedAtMs ?? createdAtMs) - createdAtMs) / 1000
      if (state === 'approved' || state === 'denied') t.steps.observe({ step: 'decided' }, tookSeconds)
      if (state === 'redeemed') t.steps.observe({ step: 'whole' }, tookSeconds)
      if (state !== 'approved' && state !== 'pending')
        t.logins.inc({ way: 'approval', outcome: state, reason: cause })
    },
    otherWay: (way, outcome) => t.logins.inc({ way, outcome, reason: 'none' }),
    took: (step, ms) => t.steps.observe({ step }, ms / 1000),
    timed(step) {
      const beganMs = performance.now()
      return () => t.steps.observe({ step }, (performance.now() - beganMs) / 1000)
    },
    refused: (on, reason) => t.refusals.inc({ on, reason }),
    pushed: (outcome) => t.pushes.inc({ outcome }),
    answered: (group, status, ms) => t.http.observe({ group, status: classOf(status) }, ms / 1000),
    socket: (event) => t.socketEvents.inc({ event }),
    frame(kind) {
      frames[kind] += 1
    },
    round(round, ms, outcome) {
      t.rounds.inc({ round, outcome })
      if (outcome === 'done') t.rounds.inc({ round, outcome: 'failed' }, 0)
      t.roundSeconds.inc({ round }, ms / 1000)
      if (outcome === 'done') t.roundLastDone.setToCurrentTime({ round })
    },
    transaction: (ms, outcome) => t.transactions.observe({ outcome }, ms / 1000),
    retried: () => t.retries.inc(),
    fabricCall: (call, ms) => t.fabricCalls.observe({ call }, ms / 1000),
    storageFault: (code) => t.storageFaults.inc({ code }),
    logLine(level) {
      lines[level] += 1
    },
    async text(gauges) {
      t.sockets.set(gauges.sockets())
      t.pages.set(gauges.pages())
      t.keepsHouse.set(gauges.keepsHouse() ? 1 : 0)
      for (const [state, count] of Object.entries(gauges.connections() ?? {}))
        t.connections.set({ state }, count)
      const { ready, checks } = await gauges.readiness()
      t.ready.set(ready ? 1 : 0)
      t.storageUp.set(checks.storage === 'ok' ? 1 : 0)
      t.fabricUp.set(checks.fabric === 'ok' ? 1 : 0)
      take(frames, (kind, count) => t.frames.inc({ kind }, count))
      take(lines, (level, count) => t.logLines.inc({ level }, count))
      return registry.metrics()
    },
    contentType: registry.contentType,
  }
}

/** The table of metric-table.ts as prom-client's objects. */
function tableIn(registry: Registry) {
  const registers = [registry]
  const row = (name: keyof typeof metricTable) => {
    const { sentence, labels } = metricTable[name]
    return { name, help: sentence, labelNames: Object.keys(labels), registers }
  }
  const counter = (name: keyof typeof metricTable): Counter => new Counter(row(name))
  const gauge = (name: keyof typeof metricTable): Gauge => new Gauge(row(name))
  const histogram = (name: HistogramName): Histogram =>
    new Histogram({ ...row(name), buckets: [...metricTable[name].buckets] })
  return {
    challenges: counter('countersign_challenges_total'),
    logins: counter('countersign_logins_total'),
    steps: histogram('countersign_login_step_seconds'),
    refusals: counter('countersign_refusals_total'),
    pushes: counter('countersign_pushes_total'),
    http: histogram('countersign_http_request_seconds'),
    sockets: gauge('countersign_sockets'),
    pages: gauge('countersign_waiting_pages'),
    socketEvents: counter('countersign_socket_events_total'),
    frames: counter('countersign_frames_total'),
    transactions: histogram('countersign_transaction_seconds'),
    retries: counter('countersign_transaction_retries_total'),
    storageFaults: counter('countersign_storage_faults_total'),
    connections: gauge('countersign_storage_connections'),
    fabricCalls: histogram('countersign_fabric_call_seconds'),
    ready: gauge('countersign_ready'),
    storageUp: gauge('countersign_storage_up'),
    fabricUp: gauge('countersign_fabric_up'),
    keepsHouse: gauge('countersign_keeps_house'),
    rounds: counter('countersign_rounds_total'),
    roundSeconds: counter('countersign_round_seconds_total'),
    roundLastDone: gauge('countersign_round_last_done_timestamp_seconds'),
    logLines: counter('countersign_log_lines_total'),
    buildInfo: gauge('countersign_build_info'),
  }
}

/**
 * What must not be missed when it happens for the first time: Prometheus sees that a number grew, not that it came to be
 * (https://prometheus.io/docs/practices/instrumentation/#avoid-missing-metrics).
 */
function beginAtZero(t: ReturnType<typeof tableIn>): void {
  for (const outcome of ['redeemed', 'denied', 'reported', 'mismatched', 'expired', 'lapsed'])
    t.logins.inc({ way: 'approval', outcome, reason: 'none' }, 0)
  for (const way of ['totp', 'backup', 'bypass', 'passkey'])
    for (const outcome of ['accepted', 'refused']) t.logins.inc({ way, outcome, reason: 'none' }, 0)
  for (const reason of ['signature_wrong', 'counter_replayed']) t.refusals.inc({ on: 'socket', reason }, 0)
  for (const outcome of ['taken', 'busy', 'refused', 'no_answer', 'crowded']) t.pushes.inc({ outcome }, 0)
  for (const event of ['opened', 'authenticated', 'refused', 'turned_away', 'silent'])
    t.socketEvents.inc({ event }, 0)
  for (const kind of ['good', 'bad']) t.frames.inc({ kind }, 0)
  for (const code of ['full', 'busy', 'io', 'unreachable'])
    t.storageFaults.inc({ code: `storage_${code}` }, 0)
  for (const level of ['info', 'warn', 'error']) t.logLines.inc({ level }, 0)
}

type HistogramName = {
  [N in keyof typeof metricTable]: (typeof metricTable)[N]['kind'] extends 'histogram' ? N : never
}[keyof typeof metricTable]

/** Hands over what was added up, and begins again. */
function take(counts: Record<string, number>, add: (word: string, count: number) => void): void {
  for (const [word, count] of Object.entries(counts)) {
    counts[word] = 0
    add(word, count)
  }
}

/** Of five words one: which code it was is in the log. */
function classOf(status: number): string {
  return `${Math.floor(status / 100)}xx`
}
