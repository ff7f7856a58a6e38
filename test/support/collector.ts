// An OpenTelemetry collector that keeps what it is sent: OTLP by http, as JSON.
import type { Server } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One span as OTLP's JSON has it: ids are hexadecimal. */
export interface CollectedSpan {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  readonly kind: number
  readonly attributes: readonly { readonly key: string; readonly value: Readonly<Record<string, unknown>> }[]
  readonly links?: readonly { readonly traceId: string; readonly spanId: string }[]
  readonly status?: { readonly code?: number; readonly message?: string }
}

export class Collector {
  readonly spans: CollectedSpan[] = []
  /** All that came, as it came. */
  text = ''
  /** What it answers from now on. */
  status = 200
  readonly #server: Server

  private constructor(server: Server) {
    this.#server = server
  }

  static async start(): Promise<Collector> {
    const server = createServer()
    const collector = new Collector(server)
    server.on('request', async (request, response) => {
      let text = ''
      for await (const piece of request.setEncoding('utf8')) text += piece
      if (collector.status === 200) collector.#take(text)
      response.writeHead(collector.status, { 'content-type': 'application/json' }).end('{}')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return collector
  }

  get url(): string {
    // Sound: it listens on a port, not on a path.
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1/traces`
  }

  named(name: string): readonly CollectedSpan[] {
    return this.spans.filter((span) => span.name === name)
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  #take(text: string): void {
    this.text += text
    // Sound: OTLP's own shape (opentelemetry-proto, trace_service.proto); a wrong one fails the test.
    const body = JSON.parse(text) as {
      readonly resourceSpans: readonly {
        readonly scopeSpans: readonly { readonly spans: readonly CollectedSpan[] }[]
      }[]
    }
    for (const { scopeSpans } of body.resourceSpans)
      for (const { spans } of scopeSpans) this.spans.push(...spans)
  }
}
