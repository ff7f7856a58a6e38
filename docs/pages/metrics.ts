// The page of figures, from the table in server/src/telemetry/metric-table.ts.
import type { MetricRow } from '@countersign/server/telemetry/metric-table'
import { metricTable } from '@countersign/server/telemetry/metric-table'
import { code, sentence, table } from './markdown.js'

export function metricsPage(): string {
  const rows = Object.entries(metricTable).map(([name, row]: [string, MetricRow]) => [
    code(name),
    row.kind,
    sentence(row.sentence),
    Object.entries(row.labels)
      .map(([label, values]) => `${code(label)}: ${values}`)
      .join('\n'),
  ])
  return `# Figures

What a server shows at \`/metrics\` of its own listener (\`metrics.port\` in [settings](settings.md)), for Prometheus. Beside these
there are those of the process (\`process_…\`, \`nodejs_…\`), under the names that prom-client gives them. A histogram has \`_bucket\`, \`_sum\` and
\`_count\`. No label ever holds an id, a name or a text from outside. How to use them: [observability](../operations/observability.md).

${table(['figure', 'kind', 'meaning', 'labels'], rows)}`
}
