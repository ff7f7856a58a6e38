// What a login page and a phone load, gzipped.
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { Figure } from './figures.js'

const ROOT = new URL('../../', import.meta.url)
const AUTHENTICATOR = 'client-sdk/authenticator/dist/'

export function benchBundles(): readonly Figure[] {
  const workspaces = ['-w', 'client-sdk/authenticator', '-w', 'web-plugin']
  execFileSync('npm', ['run', '--silent', 'build', ...workspaces], {
    cwd: fileURLToPath(ROOT),
    stdio: 'pipe',
  })
  const promise = 'bundles, gzipped'
  return [
    {
      promise,
      figure: 'login element with all it loads',
      value: kilobytes('web-plugin/dist/element.min.js'),
      unit: 'kB',
      budget: 8,
    },
    { promise, figure: 'authenticator, first paint', value: firstPaint(), unit: 'kB', budget: 60 },
    { promise, figure: 'authenticator, with all that is loaded later', value: everything(), unit: 'kB' },
  ]
}

/** What the first screen is drawn with: index.html, its script and its style. What is preloaded beside them may come later. */
function firstPaint(): number {
  const html = readFileSync(new URL(`${AUTHENTICATOR}index.html`, ROOT), 'utf8')
  const drawn = [...html.matchAll(/<(?:script|link)\b[^>]*>/g)].map(([tag]) => tag)
  const assets = drawn
    .filter((tag) => !tag.includes('modulepreload'))
    .flatMap((tag) => /"\/authenticator\/(assets\/[^"]+)"/.exec(tag)?.[1] ?? [])
  return sum(['index.html', ...assets])
}

function everything(): number {
  const files = readdirSync(new URL(AUTHENTICATOR, ROOT), { recursive: true, encoding: 'utf8' })
  return sum(files.filter((file) => /\.(?:html|js|css)$/.test(file)))
}

function sum(files: readonly string[]): number {
  return files.reduce((total, file) => total + kilobytes(AUTHENTICATOR + file), 0)
}

/** 1 kB is 1,024 bytes, as in the test that guards the element. */
function kilobytes(path: string): number {
  return gzipSync(readFileSync(new URL(path, ROOT)), { level: 9 }).length / 1024
}
