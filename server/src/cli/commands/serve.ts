// `countersign serve`: the server, until it is told to stop; then it stops without losing anything.
import { toBase64Url } from '@countersign/protocol'
import type { App } from '../../app.js'
import type { Config } from '../../config.js'
import { defineCommand } from '../command.js'
import { reasonOf } from '../doctor/check.js'
import type { ExitCode } from '../exits.js'
import type { Io } from '../io.js'
import type { Fault, Report } from '../report.js'
import { missingKeys, readConfig } from '../server.js'
import { adviceFor } from '../storage-advice.js'

export const serve = defineCommand({
  name: 'serve',
  sentence: 'run the server, until SIGTERM or Ctrl-C',
  details:
    'The log goes to the standard output as JSON lines; with --json the first line says where the server listens.\n' +
    'When told to stop it finishes what is under way, tells phones and pages to come back, and ends; a second signal ends it at once.',
  arguments: [],
  options: {},
  examples: ['countersign serve', 'COUNTERSIGN_LISTEN_PORT=9000 countersign serve --json'],
  async run(_given, surroundings) {
    const { io, report } = surroundings
    const read = readConfig(surroundings)
    if (!read.ok) return report.failed(read.fault)
    const keys = missingKeys(read.config)
    if (keys !== undefined) return report.failed(keys)
    // The other commands need no listener, no pages and no sockets: they start in half the time without.
    const { createApp } = await import('../../app.js')
    const app = await createApp(read.config)
    for (const danger of read.warnings) {
      report.note(`careful: ${danger}`)
      app.ports.log.warn('setting_dangerous', { setting: danger })
    }
    return runUntilStopped(app, read.config, io, report)
  },
})

async function runUntilStopped(app: App, config: Config, io: Io, report: Report): Promise<ExitCode> {
  let address: { readonly url: string; readonly port: number }
  try {
    address = await app.start()
  } catch (error) {
    return report.failed(startFault(error, config))
  }
  const { url, port } = address
  const serverId = toBase64Url(app.ports.vault.serverId)
  report.event({ event: 'listening', url, port, serverId }, '')
  report.note(`${config.name} listens at ${url} (port ${port}); API: ${url}/docs`)
  if (!io.stopped.aborted)
    await new Promise((resolve) => io.stopped.addEventListener('abort', resolve, { once: true }))
  report.note('stopping …')
  await app.stop()
  return 0
}

function startFault(error: unknown, config: Config): Fault {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  const place = `${config['listen.host']} port ${config['listen.port']}`
  if (code === 'EADDRINUSE')
    return {
      exit: 'unavailable',
      code: 'port_taken',
      sentence: `another program listens at ${place}`,
      next: 'stop it, or choose another: COUNTERSIGN_LISTEN_PORT and the port of publicUrl',
    }
  if (code === 'storage_shared')
    return {
      exit: 'unavailable',
      code,
      // Without the cause: that a lock is taken says no more.
      sentence: error instanceof Error ? error.message : String(error),
      next: adviceFor(error) ?? 'stop the other one',
    }
  if (code === 'metrics_port_taken')
    return {
      exit: 'unavailable',
      code,
      sentence: reasonOf(error),
      next: 'stop what listens there, or choose another: COUNTERSIGN_METRICS_PORT',
    }
  if (code === 'EACCES')
    return {
      exit: 'unavailable',
      code: 'port_forbidden',
      sentence: `this user may not listen at ${place}`,
      next: 'choose a port above 1023 and put a reverse proxy in front',
    }
  return {
    exit: 'unavailable',
    code: 'start_failed',
    sentence: reasonOf(error),
    next: adviceFor(error) ?? 'countersign doctor',
  }
}
