// The page of the device SDK, from client-sdk/src: everything that its entry exports, as it is declared, with what its comment promises.
import { readFileSync } from 'node:fs'
import { block } from './markdown.js'

const SOURCE = new URL('../../client-sdk/src/', import.meta.url)
const EXPORTED = /^export (?:type )?\{([^}]*)\} from '\.\/([\w-]+)\.js'/gm

export function deviceSdkPage(): string {
  const sections = entries().map(({ name, file }) =>
    section(name, readFileSync(new URL(file, SOURCE), 'utf8')),
  )
  return `# The device SDK

All that \`@countersign/client-sdk\` exports. How it fits together, with a whole example: [a device of your own](../integrate/device.md). The entries
\`/browser\` and \`/node\` hold keystores and stores of these two places.

${sections.join('\n')}`
}

/** In the order of the alphabet, each once. */
function entries(): readonly { readonly name: string; readonly file: string }[] {
  const entry = readFileSync(new URL('index.ts', SOURCE), 'utf8')
  const found = [...entry.matchAll(EXPORTED)].flatMap(([, names = '', file]) =>
    names
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '')
      .map((name) => ({ name, file: `${file}.ts` })),
  )
  return found.sort((a, b) => a.name.localeCompare(b.name, 'en'))
}

function section(name: string, text: string): string {
  const lines = text.split('\n')
  const at = lines.findIndex((line) =>
    new RegExp(`^export (?:async )?(?:class|function|interface|type|const) ${name}\\b`).test(line),
  )
  if (at < 0) throw new Error(`${name} is exported, and declared nowhere`)
  const said = commentAbove(lines, at)
  const shown = block('ts', declaration(lines.slice(at)))
  return `## ${name}\n\n${said === '' ? '' : `${said}\n\n`}${shown}`
}

/** The words of the comment that ends on the line before; its example as a block. */
function commentAbove(lines: readonly string[], at: number): string {
  if (!lines[at - 1]?.trim().endsWith('*/')) return ''
  const from = lines.slice(0, at).findLastIndex((line) => line.trim().startsWith('/**'))
  const words = lines
    .slice(from, at)
    .map((line) => line.trim().replace(/^\/\*\* ?|^\*\/$|^\* ?| ?\*\/$/g, ''))
    .join('\n')
    .trim()
  const [promise = '', example] = words.split('@example')
  const said = promise.trim().replace(/^@(param|returns) ?/gm, '- *$1* ')
  return example === undefined ? said : `${said}\n\n${block('ts', example.trim())}`.trim()
}

/** As far as a caller sees it: no bodies, and of a class its public members. */
function declaration(lines: readonly string[]): string {
  const [first = ''] = lines
  const end = lines.findIndex((line) => line === '}' || line === '})')
  if (/^export interface/.test(first)) return first.endsWith('}') ? first : lines.slice(0, end + 1).join('\n')
  if (/^export class/.test(first)) return [first, ...publicMembers(lines.slice(1, end)), '}'].join('\n')
  if (/^export type/.test(first)) return typeOf(lines)
  if (/^export const/.test(first)) return first.split(' = ')[0] ?? first
  const opens = lines.findIndex((line) => line.endsWith('{'))
  return lines
    .slice(0, opens + 1)
    .join('\n')
    .replace(/ \{$/, '')
}

/** Ends where the next declaration, or its comment, begins. */
function typeOf(lines: readonly string[]): string {
  const next = lines.findIndex(
    (line, i) => i > 0 && /^(?:export|const|function|type|interface|class|\/\*\*|import)/.test(line),
  )
  return (next < 0 ? lines : lines.slice(0, next)).join('\n').trim()
}

function publicMembers(lines: readonly string[]): readonly string[] {
  const kept: string[] = []
  let comment: string[] = []
  let isInHead = false
  for (const line of lines) {
    if (isInHead) {
      kept.push(line.replace(/ \{$/, ''))
      isInHead = !line.endsWith('{')
    } else if (/^ {2}(?:\/\*\*| \*)/.test(line)) comment = line.includes('/**') ? [line] : [...comment, line]
    else if (/^ {2}readonly #/.test(line)) comment = []
    else if (
      /^ {2}(?:async |readonly |get |static )?[a-z]\w*[(:;]?.*$/.test(line) &&
      !/^ {2}constructor/.test(line)
    ) {
      kept.push(...comment, line.replace(/ \{$/, ''))
      isInHead = line.endsWith('(')
      comment = []
    } else if (line.trim() !== '') comment = []
  }
  return kept
}
