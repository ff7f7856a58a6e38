// How the phone app is built: under /authenticator/, from the sources of its packages, with nothing inline (strict CSP).
import type { Plugin } from 'vite'
import { defaultClientConditions, defineConfig } from 'vite'

const BASE = '/authenticator/'

export default defineConfig({
  base: BASE,
  plugins: [nameEngine()],
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

/** Names the engine in the page: the browser fetches it beside the first paint, and the service worker keeps it for offline starts. */
function nameEngine(): Plugin {
  return {
    name: 'name-engine',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle }) =>
        Object.values(bundle ?? {})
          .filter((file) => file.type === 'chunk' && file.name === 'engine')
          .map(({ fileName }) => ({
            tag: 'link',
            attrs: { rel: 'modulepreload', crossorigin: true, href: `${BASE}${fileName}` },
            injectTo: 'head',
          })),
    },
  }
}
