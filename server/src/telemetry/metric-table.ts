// Every figure once: its name, kind, sentence and labels. docs/reference/metrics.md is made from it; metrics.ts fills it.

export interface MetricRow {
  readonly kind: 'counter' | 'gauge' | 'histogram'
  readonly sentence: string
  /** Each with what stands in it: a few words of ours, so that the number of series has an end. */
  readonly labels: Readonly<Record<string, string>>
  /** Upper bounds of a histogram, in seconds. */
  readonly buckets?: readonly number[]
}

/** From what a machine needs (half a millisecond) to what a person takes (the life of a request). */
const STEP_SECONDS = [
  0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 90,
]
const WORK_SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5]

/** Up to the time after which the fabric is given up. */
const FABRIC_SECONDS = [0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5]

export const metricTable = {
  countersign_challenges_total: {
    kind: 'counter',
    sentence: 'Requests for an approval that were written down.',
    labels: {
      purpose: 'login, stepUp or transaction',
      mode: 'symbol, code, qr or link',
      delivery: 'push: phones ring; pull: the person opens the app',
    },
  },
  countersign_logins_total: {
    kind: 'counter',
    sentence:
      'Logins that are over, by how they ended. Let in: outcome redeemed or accepted. Requests for IDs that nobody has expire.',
    labels: {
      way: 'approval, or in its place: totp, backup, bypass, passkey, waiver',
      outcome:
        'of an approval: redeemed, denied, reported, mismatched, expired, lapsed, cancelled; of another way: accepted, refused',
      reason: 'why it was cancelled: by_app, raised; else none',
    },
  },
  countersign_login_step_seconds: {
    kind: 'histogram',
    sentence:
      'How long a step of a login took. create, answer, redeem: the server’s work; shown: from the request to the phone that shows it; decided: to the person’s decision; whole: to the redemption.',
    labels: { step: 'create, shown, decided, answer, redeem or whole' },
    buckets: STEP_SECONDS,
  },
  countersign_refusals_total: {
    kind: 'counter',
    sentence: 'What was refused, by the reason that the log names.',
    labels: { on: 'http or socket', reason: 'a reason of core/refusal.ts' },
  },
  countersign_pushes_total: {
    kind: 'counter',
    sentence: 'Pushes to phones, by what became of them at their push service.',
    labels: {
      outcome: 'taken, ended, busy, too_large, refused, no_answer, crowded or too_late',
    },
  },
  countersign_http_request_seconds: {
    kind: 'histogram',
    sentence: 'Answers of the API. A page that waits counts until it waits, not until it is told.',
    labels: { group: 'a group of the API’s reference', status: '2xx, 3xx, 4xx or 5xx' },
    buckets: WORK_SECONDS,
  },
  countersign_sockets: { kind: 'gauge', sentence: 'Connections of devices that are open.', labels: {} },
  countersign_waiting_pages: { kind: 'gauge', sentence: 'Login pages that wait.', labels: {} },
  countersign_socket_events_total: {
    kind: 'counter',
    sentence: 'What happened to connections of devices.',
    labels: {
      event:
        'opened; authenticated; refused (a wrong signature, or a device that is none); turned_away (origin, limit, or the server stops); silent (gave no sign of life)',
    },
  },
  countersign_frames_total: {
    kind: 'counter',
    sentence: 'Frames from devices.',
    labels: { kind: 'good, or bad: not of the protocol' },
  },
  countersign_transaction_seconds: {
    kind: 'histogram',
    sentence: 'Transactions of the database, from asking to the commit on the disk.',
    labels: {
      outcome:
        'committed; undone: another writer was first, or a flow changed its mind; failed: the database did',
    },
    buckets: WORK_SECONDS,
  },
  countersign_transaction_retries_total: {
    kind: 'counter',
    sentence: 'Transactions that the database asked to begin again (serialization, deadlock).',
    labels: {},
  },
  countersign_storage_faults_total: {
    kind: 'counter',
    sentence: 'Transactions that failed because of the database.',
    labels: { code: 'a code of StorageFault: storage_busy, storage_full, storage_unreachable …' },
  },
  countersign_storage_connections: {
    kind: 'gauge',
    sentence: 'Connections of the pool to PostgreSQL; none with SQLite.',
    labels: { state: 'busy, idle, or waiting: work that has no connection yet' },
  },
  countersign_fabric_call_seconds: {
    kind: 'histogram',
    sentence:
      'What was asked of Redis, by what for; none with a single node. Bounded: after that a node works alone.',
    labels: { call: 'announced, present, send, publish, noteShown, wasShown or allow' },
    buckets: FABRIC_SECONDS,
  },
  countersign_ready: { kind: 'gauge', sentence: '1 while /readyz says yes.', labels: {} },
  countersign_storage_up: { kind: 'gauge', sentence: '1 while the database answers.', labels: {} },
  countersign_fabric_up: {
    kind: 'gauge',
    sentence: '1 while the fabric answers. Without it logins go on, and some take longer.',
    labels: {},
  },
  countersign_keeps_house: {
    kind: 'gauge',
    sentence:
      '1 on the node that ends what is overdue, seals the audit and sends mail for all; 0 on the others.',
    labels: {},
  },
  countersign_rounds_total: {
    kind: 'counter',
    sentence: 'Rounds of regular work.',
    labels: { round: 'its name, as in the log', outcome: 'done or failed' },
  },
  countersign_round_seconds_total: {
    kind: 'counter',
    sentence: 'Time that rounds of regular work took.',
    labels: { round: 'its name' },
  },
  countersign_round_last_done_timestamp_seconds: {
    kind: 'gauge',
    sentence: 'When a round was last done.',
    labels: { round: 'its name' },
  },
  countersign_log_lines_total: {
    kind: 'counter',
    sentence: 'Lines that flows and edges gave to the log, whether its level lets them out or not.',
    labels: { level: 'info, warn or error' },
  },
  countersign_build_info: {
    kind: 'gauge',
    sentence: 'Always 1.',
    labels: { version: 'of this server', node: 'version of Node.js' },
  },
} as const satisfies Record<string, MetricRow>

export type MetricName = keyof typeof metricTable
