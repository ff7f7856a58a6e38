// Traces by OpenTelemetry, sent to a collector in batches. Loaded only when traces are on.
import { hostname } from 'node:os'
import type { Context, Tracer as OtelTracer } from '@opentelemetry/api'
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import type { SpanExporter } from '@opentelemetry/sdk-trace-base'
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-base'
import type { Log } from '../core/ports.js'
import type { SpanFacts, Tracer } from '../core/ports-telemetry.js'
import { noTracer } from '../core/ports-telemetry.js'
import { parseTraceParent, writeTraceParent } from './trace-parent.js'

export interface TraceSettings {
  /** Where the collector takes OTLP by http: `http://127.0.0.1:4318/v1/traces` */
  readonly url: string
  /** How many of a hundred requests are traced whose app has not decided that itself. */
  readonly percent: number
  readonly version: string
}

export interface Traces {
  readonly tracer: Tracer
  /** Sends what is left, as far as the collector takes it in time. */
  close(): Promise<void>
}

/** A batch that a collector does not take in this time is dropped: a login waits for none of it. */
const EXPORT_MAX_MS = 5_000
const BATCH_EVERY_MS = 500
/** Spans that wait; what comes later is dropped. About a kilobyte each. */
const WAITING_MAX = 4_096

/** @param exporter another one than that of the settings: for tests. */
export function openTraces(
  { url, percent, version }: TraceSettings,
  log: Log,
  exporter: SpanExporter = new OTLPTraceExporter({ url, timeoutMillis: EXPORT_MAX_MS }),
): Traces {
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({
      'service.name': 'countersign',
      'service.version': version,
      // Which node: a login is seldom all on one.
      'service.instance.id': `${hostname()}:${process.pid}`,
    }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(percent / 100) }),
    spanProcessors: [
      new BatchSpanProcessor(telling(exporter, log), {
        maxQueueSize: WAITING_MAX,
        scheduledDelayMillis: BATCH_EVERY_MS,
        exportTimeoutMillis: EXPORT_MAX_MS,
      }),
    ],
  })
  const tracer = new SpanTracer(provider.getTracer('countersign', version), ROOT_CONTEXT)
  return {
    tracer,
    close: () => provider.shutdown().catch((error: unknown) => log.warn('traces_not_sent', { error })),
  }
}

/** OpenTelemetry's context is passed by hand: what a request is in must not depend on what runs beside it, and costs nothing so. */
class SpanTracer implements Tracer {
  readonly #otel: OtelTracer
  readonly #context: Context

  constructor(otel: OtelTracer, context: Context) {
    this.#otel = otel
    this.#context = context
  }

  get parent(): string {
    return writeTraceParent(trace.getSpanContext(this.#context))
  }

  below(parent: string): Tracer {
    const context = parseTraceParent(parent)
    if (context === undefined) return noTracer
    return new SpanTracer(this.#otel, trace.setSpanContext(ROOT_CONTEXT, context))
  }

  async span<T>(
    name: string,
    facts: SpanFacts,
    work: (within: Tracer) => Promise<T>,
    kind?: 'server' | 'client',
  ): Promise<T> {
    const options = { kind: kind === undefined ? SpanKind.INTERNAL : kinds[kind], attributes: facts }
    const span = this.#otel.startSpan(name, options, this.#context)
    try {
      return await work(new SpanTracer(this.#otel, trace.setSpan(this.#context, span)))
    } catch (error) {
      // The name alone: words of an error may hold what was being handled. The log has the rest.
      span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : 'thrown' })
      throw error
    } finally {
      span.end()
    }
  }

  note(facts: SpanFacts): void {
    trace.getSpan(this.#context)?.setAttributes(facts)
  }

  link(parent: string): void {
    const context = parseTraceParent(parent)
    if (context !== undefined) trace.getSpan(this.#context)?.addLink({ context })
  }
}

const kinds = { server: SpanKind.SERVER, client: SpanKind.CLIENT } as const

/** ExportResultCode.SUCCESS of @opentelemetry/core. */
const SUCCESS = 0

/** Says when a collector takes nothing, which OpenTelemetry itself keeps quiet about. */
function telling(exporter: SpanExporter, log: Log): SpanExporter {
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        if (result.code !== SUCCESS)
          log.warn('traces_not_sent', { spans: spans.length, error: result.error?.message })
        done(result)
      }),
    shutdown: () => exporter.shutdown(),
    forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve(),
  }
}
