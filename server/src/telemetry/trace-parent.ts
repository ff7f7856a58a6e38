// W3C Trace Context, version 00: the one header by which a trace goes from one program to the next (https://www.w3.org/TR/trace-context/#traceparent-header).
import type { SpanContext } from '@opentelemetry/api'

const FORM = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/
const SAMPLED = 1

/** Undefined for anything that is none; strict, since it comes from outside and is kept. */
export function parseTraceParent(text: string): SpanContext | undefined {
  const [, version, traceId, spanId, flags = '', more] = FORM.exec(text) ?? []
  if (traceId === undefined || spanId === undefined || version === 'ff') return undefined
  // §3.2.2: all zeros is invalid. §3.2.4: a later version may say more, version 00 may not.
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined
  if (version === '00' && more !== undefined) return undefined
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & SAMPLED, isRemote: true }
}

/** Empty for what is not recorded: nothing is worth continuing. */
export function writeTraceParent(context: SpanContext | undefined): string {
  if (context === undefined || (context.traceFlags & SAMPLED) === 0) return ''
  return `00-${context.traceId}-${context.spanId}-01`
}
