// Bundles the element into one minified ES module and holds it to its promise of size.
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

/** What a login page may spend on the whole element, transferred. */
const GZIP_MAX_BYTES = 8192

const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const outfile = here('dist/element.min.js')

await build({
  entryPoints: [here('src/element.ts')],
  outfile,
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  conditions: ['source'],
  legalComments: 'none',
  plugins: [{ name: 'css', setup: minifyStyle }],
})

const size = gzipSync(await readFile(outfile), { level: 9 }).length
process.stdout.write(`element.min.js: ${size} bytes gzipped, at most ${GZIP_MAX_BYTES}\n`)
if (size > GZIP_MAX_BYTES) process.exit(1)

/** The style sheet is a string in TypeScript; the spaces that make it readable need not travel. */
function minifyStyle(bundler) {
  bundler.onLoad({ filter: /element-style\.ts$/ }, async ({ path }) => {
    const source = await readFile(path, 'utf8')
    return {
      loader: 'ts',
      contents: source.replaceAll(/\n\s*/g, (space, at) => (insideStyle(source, at) ? ' ' : space)),
    }
  })
}

function insideStyle(source, at) {
  const start = source.indexOf('`')
  return at > start && at < source.lastIndexOf('`')
}
