// The import rules of docs/architecture.md as data: each zone, where it lives, whom of ours and what from outside it may import.

export interface Zone {
  readonly name: string
  /** Paths that start with one of these belong to the zone; the longest match wins. */
  readonly paths: readonly string[]
  /** Zones of ours it may import values and types from. */
  readonly ours: readonly string[]
  /** Zones it may import only types from. */
  readonly oursTypes?: readonly string[]
  /** Single files of other zones it may import values from, each with the reason. */
  readonly oursFiles?: readonly { readonly path: string; readonly because: string }[]
  /** Packages; `node:` stands for Node's own modules. */
  readonly outside: readonly string[]
  /** Packages of which only types may be used. */
  readonly outsideTypes?: readonly string[]
}

const adapter = (name: string, outside: readonly string[]): Zone => ({
  name,
  paths: [`server/src/${name}/`],
  ours: ['core', 'protocol'],
  outside: ['node:', ...outside],
})

const edge = (name: string, outside: readonly string[], more: Partial<Zone> = {}): Zone => ({
  name,
  paths: [`server/src/${name}/`],
  ours: ['flows', 'protocol'],
  oursTypes: ['core'],
  oursFiles: [
    {
      path: 'server/src/core/refusal.ts',
      because: 'outwardCode is the one place that says what may be said aloud',
    },
    {
      path: 'server/src/core/unavailable.ts',
      because: 'what may be tried again is told apart from a fault of ours by its class',
    },
    {
      path: 'server/src/core/passing-time.ts',
      because: 'sockets and pages wait by it, as long as they last',
    },
  ],
  outside: ['node:', ...outside],
  ...more,
})

export const zones: readonly Zone[] = [
  { name: 'protocol', paths: ['protocol/src/'], ours: [], outside: ['zod/mini'] },
  // Time-based codes come from a library that computes, and does nothing else: no clock, no chance but what it is given.
  { name: 'core', paths: ['server/src/core/'], ours: ['protocol'], outside: ['otpauth'] },
  { name: 'flows', paths: ['server/src/flows/'], ours: ['core', 'protocol'], outside: [] },
  adapter('storage', ['kysely', 'better-sqlite3', 'pg']),
  adapter('fabric', ['ioredis', 'zod/mini']),
  adapter('vault', ['uuid', '@hpke/core']),
  adapter('telemetry', [
    'pino',
    'prom-client',
    '@opentelemetry/api',
    '@opentelemetry/exporter-trace-otlp-http',
    '@opentelemetry/resources',
    '@opentelemetry/sdk-trace-base',
  ]),
  adapter('outgoing', ['nodemailer', 'web-push']),
  adapter('places', ['maxmind']),
  adapter('webauthn', ['@simplewebauthn/server', '@simplewebauthn/server/helpers']),
  edge('http', ['express', 'qrcode', 'zod/mini']),
  edge('socket', ['ws']),
  // The command line is the process's front door: it opens the assembled server (app.ts, assembly.ts) and never an adapter.
  edge('cli', ['qrcode', 'ws'], { ours: ['flows', 'protocol', 'root', 'client-sdk', 'client-sdk node'] }),
  {
    name: 'root',
    paths: ['server/src/'],
    ours: [
      'protocol',
      'core',
      'flows',
      'storage',
      'fabric',
      'push',
      'vault',
      'telemetry',
      'outgoing',
      'places',
      'webauthn',
      'http',
      'socket',
      'cli',
    ],
    outside: ['node:'],
  },
  {
    name: 'client-sdk',
    paths: ['client-sdk/src/'],
    ours: ['protocol'],
    outside: ['tweetnacl', '@hpke/core'],
  },
  {
    name: 'client-sdk node',
    paths: [
      'client-sdk/src/keystore-node.ts',
      'client-sdk/src/offline-code-node.ts',
      'client-sdk/src/pin-node.ts',
      'client-sdk/src/private-files.ts',
    ],
    ours: ['client-sdk', 'protocol'],
    outside: ['node:'],
  },
  {
    name: 'authenticator',
    paths: ['client-sdk/authenticator/src/'],
    ours: ['client-sdk', 'protocol'],
    outside: ['preact', 'preact/hooks', 'jsqr', 'otpauth/bare'],
  },
  {
    name: 'console',
    paths: ['server/console/src/'],
    ours: ['protocol'],
    outside: ['preact', 'preact/hooks', 'qrcode'],
  },
  {
    name: 'plugin element',
    paths: ['web-plugin/src/element'],
    ours: ['protocol', 'plugin element'],
    outside: [],
  },
  {
    name: 'plugin server side',
    paths: ['web-plugin/src/'],
    ours: ['protocol'],
    outside: ['node:'],
    outsideTypes: ['express'],
  },
  {
    name: 'nextcloud scripts',
    paths: ['web-plugin/nextcloud/src/'],
    ours: ['plugin element'],
    outside: [],
  },
  {
    name: 'demo',
    paths: ['web-plugin/demo/src/'],
    ours: ['plugin server side', 'plugin element'],
    outside: ['node:', 'express', 'express-session', 'qrcode'],
  },
]

/** Names of our packages → the folder their sources live in. A deeper entry (`/node`) is resolved by the package's `exports`. */
export const packages: Readonly<Record<string, string>> = {
  '@countersign/protocol': 'protocol',
  '@countersign/server': 'server',
  '@countersign/client-sdk': 'client-sdk',
  '@countersign/web-plugin': 'web-plugin',
}
