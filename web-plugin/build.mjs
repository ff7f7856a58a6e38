// Bundles the element into minified ES modules, what every login loads and what is loaded beside it, and holds both to their promise of size.
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build, transform } from 'esbuild'

/** What a login page may spend on each, transferred. */
const GZIP_MAX_BYTES = { element: 8192, 'element-more': 10240, 'element-browser': 4096 }

const here = (path) => fileURLToPath(new URL(path, import.meta.url))

let tooLarge = false
for (const [name, max] of Object.entries(GZIP_MAX_BYTES)) {
  const outfile = here(`dist/${name}.min.js`)
  await build({
    entryPoints: [here(`src/${name}.ts`)],
    outfile,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    conditions: ['source'],
    // Loaded from beside the element, by this name.
    external: ['./element-more.js', './element-browser.js'],
    legalComments: 'none',
    plugins: [{ name: 'css', setup: minifyStyle }],
  })
  const size = gzipSync(await readFile(outfile), { level: 9 }).length
  process.stdout.write(`${name}.min.js: ${size} bytes gzipped, at most ${max}\n`)
  tooLarge ||= size > max
}
if (tooLarge) process.exit(1)

/** A style sheet is a string in TypeScript; what makes it readable need not travel. */
function minifyStyle(bundler) {
  bundler.onLoad({ filter: /element-(?:more-)?style\.ts$/ }, async ({ path }) => {
    const source = await readFile(path, 'utf8')
    const [before, style, after] = source.split('`')
    const { code } = await transform(style, { loader: 'css', minify: true, target: 'safari16' })
    // What esbuild leaves in the values of custom properties, since it cannot know what reads them: ours are colours and lengths.
    const tight = code
      .trim()
      .replace(/(--[\w-]+): /g, '$1:')
      .replaceAll(', ', ',')
      .replaceAll(' }', '}')
    return { loader: 'ts', contents: `${before}\`${tight}\`${after}` }
  })
}
