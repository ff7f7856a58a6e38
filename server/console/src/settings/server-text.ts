// The words of the configuration in force in both languages. The sentences of the settings come from the server, in English.
import { inBoth } from '../text/language.js'

export const serverText = inBoth(
  {
    title: 'Configuration',
    lead: 'What the server was started with. It is changed there, in its environment or its file, and read at the next start.',
    facts: 'This server',
    name: 'Name',
    version: 'Version',
    address: 'Public address',
    serverId: 'Server id',
    started: 'Running since',
    database: 'Database',
    engines: {
      sqlite: 'SQLite, one file',
      postgres: 'PostgreSQL',
      memory: 'none: forgets everything when it stops',
    },
    servers: 'Servers',
    fabric: {
      none: () => 'this one alone',
      up: (nodes: string) => `${nodes}, joined by Redis`,
      down: (nodes: string) =>
        `${nodes} when last heard of. Redis cannot be reached from this one: logins go on, and some take longer.`,
    },
    dangerous: 'dangerous outside a trial',
    changed: 'set',
    byDefault: 'default',
    secret: 'never shown',
    empty: 'empty',
    only: 'Only what differs from the default',
  },
  {
    title: 'Konfiguration',
    lead: 'Womit der Server gestartet wurde. Geändert wird es dort, in seiner Umgebung oder Datei, und beim nächsten Start gelesen.',
    facts: 'Dieser Server',
    name: 'Name',
    version: 'Version',
    address: 'Öffentliche Adresse',
    serverId: 'Server-ID',
    started: 'Läuft seit',
    database: 'Datenbank',
    engines: {
      sqlite: 'SQLite, eine Datei',
      postgres: 'PostgreSQL',
      memory: 'keine: vergisst alles, wenn er anhält',
    },
    servers: 'Server',
    fabric: {
      none: () => 'nur dieser',
      up: (nodes) => `${nodes}, durch Redis verbunden`,
      down: (nodes) =>
        `${nodes} beim letzten Mal. Redis ist von diesem aus nicht erreichbar: Anmeldungen gehen weiter, manche dauern länger.`,
    },
    dangerous: 'außerhalb eines Versuchs gefährlich',
    changed: 'gesetzt',
    byDefault: 'Vorgabe',
    secret: 'wird nie gezeigt',
    empty: 'leer',
    only: 'Nur was von der Vorgabe abweicht',
  },
)
