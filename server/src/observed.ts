// What watches a server while it works: figures and traces around its ports, as far as the settings want them.
import type { Config } from './config.js'
import type { Ports } from './core/ports.js'
import type { Gauges } from './telemetry/metrics.js'

export interface Observed {
  /** The same ports; what goes through them is counted and traced. */
  readonly ports: Ports
  /** Begins to show the figures. Rejects when their port is taken. */
  listen(gauges: Gauges): Promise<void>
  /** Shows no more, and sends what is left of the traces. */
  close(): Promise<void>
}

/** What is off costs nothing: it is not even loaded. */
export async function observed(config: Config, ports: Ports): Promise<Observed> {
  const figures = await withFigures(config, ports)
  const traces = await withTraces(config, figures.ports)
  return {
    ports: traces.ports,
    listen: figures.listen,
    async close() {
      await figures.close()
      await traces.close()
    },
  }
}

const nothing = (): Promise<void> => Promise.resolve()

async function withFigures(config: Config, ports: Ports): Promise<Observed> {
  const port = config['metrics.port']
  if (port === 0) return { ports, listen: nothing, close: nothing }
  const [{ createFigures }, { listenForMetrics }, { measuredStorage }, { measuredFabric }, { countedLog }] =
    await Promise.all([
      import('./telemetry/metrics.js'),
      import('./telemetry/metrics-listener.js'),
      import('./telemetry/measured-storage.js'),
      import('./telemetry/measured-fabric.js'),
      import('./telemetry/counted-log.js'),
    ])
  const figures = createFigures(ports.settings.version)
  let stop = (): void => undefined
  return {
    ports: {
      ...ports,
      metrics: figures,
      storage: measuredStorage(ports.storage, figures),
      // That of a single node leaves no process: there is nothing to measure.
      fabric: config['fabric.url'] === '' ? ports.fabric : measuredFabric(ports.fabric, figures.fabricCall),
      log: countedLog(ports.log, figures.logLine),
    },
    async listen(gauges) {
      const server = await listenForMetrics({
        host: config['metrics.host'],
        port,
        contentType: figures.contentType,
        text: () => figures.text(gauges),
      })
      stop = () => {
        server.close()
        server.closeAllConnections()
      }
    },
    async close() {
      stop()
    },
  }
}

async function withTraces(config: Config, ports: Ports): Promise<Omit<Observed, 'listen'>> {
  const url = config['traces.url']
  if (url === '') return { ports, close: nothing }
  const { openTraces } = await import('./telemetry/traces.js')
  const { version } = ports.settings
  const { tracer, close } = openTraces({ url, percent: config['traces.percent'], version }, ports.log)
  return { ports: { ...ports, tracer }, close }
}
