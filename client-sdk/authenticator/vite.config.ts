// How the phone app is built: under /authenticator/, from the sources of its packages, with nothing inline (strict CSP); then its service worker.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { IndexHtmlTransformContext, Plugin } from 'vite'
import { build, defaultClientConditions, defineConfig } from 'vite'

const BASE = '/authenticator/'
const WORKER = 'sw.js'
const conditions = ['source', ...defaultClientConditions]

export default defineConfig({
  base: BASE,
  plugins: [noNodeCrypto(), nameLater(), buildWorker()],
  resolve: { conditions },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2022',
    outDir: 'dist',
    // An inlined asset would be a data: URL, which the CSP does not allow for fonts and styles.
    assetsInlineLimit: 0,
    // The polyfill is for browsers that cannot store a non-extractable key either.
    modulePreload: { polyfill: false },
  },
})

/** `@hpke/common` asks Node.js where there is no WebCrypto. Here there is: nothing in its place, and no warning at each build. */
function noNodeCrypto(): Plugin {
  return {
    name: 'no-node-crypto',
    enforce: 'pre',
    resolveId: (id) => (id === 'crypto' ? '\0no-node-crypto' : undefined),
    load: (id) => (id === '\0no-node-crypto' ? 'export const webcrypto = undefined' : undefined),
  }
}

/**
 * Names the engine, and the entries of other services, in the page: the browser fetches them beside the first paint, and the service
 * worker keeps them for starts without a network, which is when codes are needed.
 */
function nameLater(): Plugin {
  return {
    name: 'name-later',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle }) =>
        laterFiles(bundle ?? {}).map((fileName) => ({
          tag: 'link',
          attrs: { rel: 'modulepreload', crossorigin: true, href: `${BASE}${fileName}` },
          injectTo: 'head',
        })),
    },
  }
}

/** Those two, and what they need that is not part of the page already. */
function laterFiles(bundle: Bundle): readonly string[] {
  const isLater = (name: string): boolean => {
    const file = bundle[name]
    return file?.type === 'chunk' && (file.name === 'engine' || file.name === 'entries')
  }
  const roots = Object.keys(bundle).filter(isLater)
  const needed = roots.flatMap((name) => importsOf(bundle, name))
  const drawn = Object.keys(bundle).filter((name) => isEntry(bundle, name))
  const known = new Set(drawn.flatMap((name) => [name, ...importsOf(bundle, name)]))
  return [...new Set([...roots, ...needed])].filter((name) => !known.has(name))
}

type Bundle = NonNullable<IndexHtmlTransformContext['bundle']>

function isEntry(bundle: Bundle, name: string): boolean {
  const file = bundle[name]
  return file?.type === 'chunk' && file.isEntry
}

/** Chunks that one imports before it can run, and what those import. */
function importsOf(bundle: Bundle, name: string): readonly string[] {
  const file = bundle[name]
  if (file?.type !== 'chunk') return []
  return file.imports.flatMap((each) => (each === name ? [] : [each, ...importsOf(bundle, each)]))
}

/**
 * Builds the service worker when all that it keeps is there: it names every file of this release by its hash. One classic script, since
 * modules as workers came late to Firefox, and no worker may load code when it is already running.
 */
function buildWorker(): Plugin {
  const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
  return {
    name: 'build-worker',
    apply: 'build',
    async closeBundle() {
      await build({
        configFile: false,
        root: here('.'),
        logLevel: 'warn',
        publicDir: false,
        plugins: [noNodeCrypto()],
        resolve: { conditions },
        define: {
          RELEASE: JSON.stringify(releaseIn(here('dist'))),
          // What Vite puts around parts that are loaded later speaks of modules; here they are in the script already.
          'import.meta.url': 'self.location.href',
          'import.meta.resolve': 'undefined',
        },
        build: {
          target: 'es2022',
          outDir: 'dist',
          emptyOutDir: false,
          rolldownOptions: {
            input: here('src/worker/main.ts'),
            output: { format: 'iife', entryFileNames: WORKER },
          },
        },
      })
    },
  }
}

/** Every built file with its hash as in Subresource Integrity; the name is made of all of them. */
function releaseIn(dist: string): {
  readonly name: string
  readonly files: Readonly<Record<string, string>>
} {
  const hash = (content: string | Buffer): string => createHash('sha256').update(content).digest('base64')
  const names = readdirSync(dist, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => /\.\w+$/.test(name) && name !== WORKER)
    .sort()
  const files = Object.fromEntries(
    names.map((name) => [pathOf(name), `sha256-${hash(readFileSync(join(dist, name)))}`]),
  )
  return { name: hash(JSON.stringify(files)).slice(0, 16), files }
}

/** The page is kept under the path that people open. */
function pathOf(name: string): string {
  return name === 'index.html' ? BASE : BASE + name
}
