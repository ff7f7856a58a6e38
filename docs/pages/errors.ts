// The page of error codes, from protocol/src/errors.ts.
import { errorCodes } from '@countersign/protocol'
import { code, sentence, table } from './markdown.js'

export function errorsPage(): string {
  const rows = Object.entries(errorCodes).map(([name, { status, sentence: text, outside }]) => [
    code(name),
    String(status),
    sentence(text),
    outside ? 'anyone' : 'an authenticated app or device',
  ])
  return `# Error codes

HTTP answers carry them in an [RFC 9457](https://www.rfc-editor.org/rfc/rfc9457) problem document (\`application/problem+json\`, member
\`code\`), WebSocket messages in a \`refusal\` frame. A code is stable: decide by it, never by the sentence. Who is not named in the last
column hears \`not_found\` or \`unauthorized\` instead, so that a stranger learns nothing.

${table(['code', 'HTTP status', 'meaning', 'who may hear it'], rows)}`
}
