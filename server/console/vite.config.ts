// How the pages are built: /console/, /me/, /invite/, /set-up/, /recover/ and /not-me/ from the sources of their packages, with nothing inline (strict CSP).
import { fileURLToPath } from 'node:url'
import { defaultClientConditions, defineConfig } from 'vite'

const page = (name: string): string => fileURLToPath(new URL(`${name}/index.html`, import.meta.url))

export default defineConfig({
  base: '/',
  resolve: { conditions: ['source', ...defaultClientConditions] },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2022',
    outDir: 'dist',
    // Inside one of the three folders that the server serves: the pages share their parts.
    assetsDir: 'console/assets',
    // An inlined asset would be a data: URL, which the CSP does not allow for fonts and styles.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: {
        console: page('console'),
        me: page('me'),
        invite: page('invite'),
        'set-up': page('set-up'),
        recover: page('recover'),
        'not-me': page('not-me'),
      },
    },
  },
})
