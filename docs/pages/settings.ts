// The page of settings, from the table in server/src/config.ts.
import { environmentName, settings } from '@countersign/server/config'
import { block, code, sentence, table } from './markdown.js'

export function settingsPage(): string {
  const rows = Object.entries(settings).map(([path, row]) => [
    code(path),
    code(environmentName(path)),
    defaultText(row.default),
    row.type.expected,
    `${sentence(row.sentence)}${row.dangerous === undefined ? '' : ' **Some values are dangerous**: the server says so when it starts.'}`,
  ])
  return `# Settings

From \`countersign.json\` in the working directory (or the file that \`COUNTERSIGN_CONFIG\` or \`--config\` names), then from the environment,
which wins. In the file a path is nested:

${block('json', JSON.stringify({ publicUrl: 'https://id.example.org', listen: { port: 8420 } }, null, 2))}
A variable with \`_FILE\` at its end names a file that holds the value, as container engines hand out secrets:
\`COUNTERSIGN_STORAGE_URL_FILE=/run/secrets/storage_url\`. One line end at its end is left out; to give both is a fault.

All faults are reported together before anything listens; a name that does not exist is a fault. \`countersign doctor\` checks what the
settings lead to.

${table(['setting', 'environment', 'default', 'expected', 'meaning'], rows)}`
}

function defaultText(value: unknown): string {
  if (value === '') return 'empty'
  if (Array.isArray(value)) return value.length === 0 ? 'none' : code(value.join(','))
  return code(String(value))
}
