// How the phone app is built: under /authenticator/, from the sources of its packages, with nothing inline (strict CSP).
import type { IndexHtmlTransformContext, Plugin } from 'vite'
import { defaultClientConditions, defineConfig } from 'vite'

const BASE = '/authenticator/'

export default defineConfig({
  base: BASE,
  plugins: [nameLater()],
  resolve: { conditions: ['source', ...defaultClientConditions] },
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
