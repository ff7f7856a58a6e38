// Work that is watched: how long a step of a login takes, and where it stands in the trace of who asked for it.
import type { Ports, Storage } from '../core/ports.js'
import type { LoginStep, SpanFacts, Tracer } from '../core/ports-telemetry.js'
import { noTracer } from '../core/ports-telemetry.js'
import type { Result } from '../core/refusal.js'

/** Measures a step, however it ends. */
export async function timed<T>({ metrics }: Ports, step: LoginStep, work: () => Promise<T>): Promise<T> {
  const done = metrics.timed(step)
  try {
    return await work()
  } finally {
    done()
  }
}

/** Runs a use case as a span, with its transactions below it; what it refuses stands in the span. Just runs it where nothing is traced. */
export function traced<T>(
  ports: Ports,
  name: string,
  facts: SpanFacts,
  work: (ports: Ports) => Promise<Result<T>>,
): Promise<Result<T>> {
  if (ports.tracer === noTracer) return work(ports)
  return ports.tracer.span(
    name,
    facts,
    async (tracer) => {
      const result = await work({ ...ports, tracer, storage: tracedStorage(ports.storage, tracer) })
      if (!result.ok) tracer.note({ 'countersign.refusal': result.refusal.reason })
      return result
    },
    'server',
  )
}

/** Where what comes later of a request is traced: below the one that asked for it. */
export function tracerOf({ tracer }: Ports, { traceParent }: { readonly traceParent: string }): Tracer {
  return traceParent === '' ? noTracer : tracer.below(traceParent)
}

function tracedStorage(storage: Storage, tracer: Tracer): Storage {
  return {
    read: storage.read,
    ping: () => storage.ping(),
    close: () => storage.close(),
    transaction: (work, about) =>
      tracer.span('transaction', {}, () => storage.transaction(work, about), 'client'),
  }
}
