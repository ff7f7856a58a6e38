// How the phone app is built: under /authenticator/, from the sources of its packages, with nothing inline (strict CSP).
import { defaultClientConditions, defineConfig } from 'vite'

export default defineConfig({
  base: '/authenticator/',
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
