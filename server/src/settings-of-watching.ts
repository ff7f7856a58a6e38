// Settings of what a server tells of itself: log, audit output, figures and traces.
import * as shape from './setting-types.js'

/** Rows of the table in config.ts. */
export const settingsOfWatching = {
  'log.level': {
    type: shape.oneOf(['info', 'warn', 'error', 'silent']),
    default: 'info',
    sentence: 'The least that is logged: info, warn, error or silent. JSON lines on the standard output.',
    dangerous: (value: string) =>
      value === 'silent' ? 'attacks and faults leave no trace on this server' : undefined,
  },
  'metrics.port': {
    type: shape.integer(0, 65_535),
    default: 0,
    sentence:
      'The port on which Prometheus fetches figures, at /metrics: a listener of its own, by plain http. 0: there is none.',
    dangerous: undefined,
  },
  'metrics.host': {
    type: shape.host,
    default: '127.0.0.1',
    sentence: 'The interface that metrics.port listens on.',
    dangerous: (value: string) =>
      /^(?:localhost|127\.[\d.]+|::1)$/.test(value)
        ? undefined
        : 'whoever reaches metrics.port reads how many people log in and when, and how this server fares; it asks for no password',
  },
  'traces.url': {
    type: shape.optionalHttpUrl,
    default: '',
    sentence:
      'The OpenTelemetry collector that takes traces of logins (OTLP by http), e.g. http://127.0.0.1:4318/v1/traces. Empty: none are made. They hold ids of requests and how long each step took, and name nobody.',
    dangerous: undefined,
  },
  'traces.percent': {
    type: shape.integer(0, 100),
    default: 100,
    sentence:
      'How many of a hundred requests are traced. An app that sends a traceparent has decided that itself.',
    dangerous: undefined,
  },
  'audit.output': {
    type: shape.oneOf(['none', 'json', 'syslog']),
    default: 'none',
    sentence:
      'Writes each audit entry to the standard output once it is sealed: as a JSON line, or as a line of syslog (RFC 5424).',
    dangerous: undefined,
  },
} as const satisfies Record<string, shape.SettingRow>
