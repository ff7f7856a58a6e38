// The rows of config.ts that are about the database.
import * as shape from './setting-types.js'

export const storageSettings = {
  'storage.url': {
    type: shape.storageUrl,
    default: 'sqlite:./data/countersign.db',
    sentence:
      'The database: sqlite:<file>, postgres://user:password@host:port/database for several servers on one, or memory: for a server that forgets everything when it stops.',
    dangerous: (value: string) =>
      value === 'memory:'
        ? 'nothing is kept: accounts, devices and lock-outs are lost when the server stops'
        : undefined,
  },
  'storage.poolSize': {
    type: shape.integer(4, 200),
    default: 8,
    sentence:
      'Connections of one node to PostgreSQL. Transactions share them, so few are enough; all nodes together must stay below its max_connections.',
    dangerous: undefined,
  },
  'storage.statementTimeoutSeconds': {
    type: shape.integer(1, 3_600),
    default: 15,
    sentence: 'What one statement may take in PostgreSQL before it is broken off.',
    dangerous: undefined,
  },
  'storage.tls': {
    type: shape.oneOf(['verified', 'off']),
    default: 'verified',
    sentence:
      'How PostgreSQL is reached: verified, by TLS, with a certificate for the host in storage.url; or off. A database on this machine is reached without TLS unless storage.tlsCaFile is set.',
    dangerous: (value: string) =>
      value === 'off'
        ? 'whoever is on the way to the database reads its password and all it holds'
        : undefined,
  },
  'storage.tlsCaFile': {
    type: shape.optionalFile,
    default: '',
    sentence:
      'Certificates in PEM that vouch for PostgreSQL, e.g. your own authority’s. Empty: those that Node knows.',
    dangerous: undefined,
  },
  'storage.migrate': {
    type: shape.oneOf(['automatic', 'command']),
    default: 'automatic',
    sentence:
      'Who brings the database to the schema of a new version: each server as it starts, or only `countersign migrate`.',
    dangerous: undefined,
  },
} as const satisfies Record<string, shape.SettingRow>
