// The entries that fit the filter, as a file.
import type { JSX } from 'preact'
import type { Query } from '../api/client.js'
import { useApi } from '../api/context.js'
import { useText } from '../text/language.js'
import { auditText } from './text.js'

export function ExportLinks({ query }: { readonly query: Query }): JSX.Element {
  const text = useText(auditText)
  const api = useApi()
  return (
    <div class="row">
      <span class="soft small" title={text.exportLead}>
        {text.exportTitle}
      </span>
      {(['jsonl', 'csv'] as const).map((format) => (
        <a
          key={format}
          class="button button--small"
          href={api.href('/audit/export', { ...query, format })}
          download={`audit.${format}`}
        >
          {format === 'jsonl' ? text.exportJsonl : text.exportCsv}
        </a>
      ))}
    </div>
  )
}
