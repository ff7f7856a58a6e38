// The page of access passes, from protocol/src/symbols.ts: their numbers and names, for whoever writes another client.
import { accessPasses } from '@countersign/protocol'
import { code, table } from './markdown.js'

export function symbolsPage(): string {
  const rows = accessPasses.map(({ id, slug, name }) => [String(id), code(slug), name.en, name.de])
  return `# Access passes

The ${accessPasses.length} drawings of the match mode \`symbol\`. The number is what travels and what is signed; it is never given to
another drawing. The drawings themselves are SVG paths in [symbols.ts](../../protocol/src/symbols.ts).

${table(['number', 'slug', 'English', 'Deutsch'], rows)}`
}
