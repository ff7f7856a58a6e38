// What a login page, a phone and the console load, gzipped.
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { Figure } from './figures.js'

const ROOT = new URL('../../', import.meta.url)
const AUTHENTICATOR = 'client-sdk/authenticator/dist/'
const CONSOLE = 'server/console/dist/'

export function benchBundles(): readonly Figure[] {
  const workspaces = ['-w', 'client-sdk/authenticator', '-w', 'server/console', '-w', 'web-plugin']
  execFileSync('npm', ['run', '--silent', 'build', ...workspaces], {
    cwd: fileURLToPath(ROOT),
    stdio: 'pipe',
  })
  const promise = 'bundles, gzipped'
  return [
    {
      promise,
      figure: 'login element, as every login loads it',
      value: kilobytes('web-plugin/dist/element.min.js'),
      unit: 'kB',
      budget: 8,
    },
    {
      promise,
      figure: 'login element, what only some logins load later',
      value: kilobytes('web-plugin/dist/element-more.min.js'),
      unit: 'kB',
      budget: 10,
    },
    { promise, figure: 'authenticator, first paint', value: firstPaint(), unit: 'kB', budget: 60 },
    { promise, figure: 'authenticator, with all that is loaded later', value: everything(), unit: 'kB' },
    { promise, figure: 'console, sign-in page', value: signInPage(), unit: 'kB', budget: 60 },
  ]
}

/** What the first screen is drawn with: index.html, its style, its script and all that the script needs before it can run. */
function firstPaint(): number {
  const html = readFileSync(new URL(`${AUTHENTICATOR}index.html`, ROOT), 'utf8')
  const drawn = [...html.matchAll(/<(?:script|link)\b[^>]*>/g)].map(([tag]) => tag)
  const assets = drawn
    .filter((tag) => !tag.includes('modulepreload'))
    .flatMap((tag) => /"\/authenticator\/(assets\/[^"]+)"/.exec(tag)?.[1] ?? [])
  return sum(['index.html', ...new Set(assets.flatMap(withImports))])
}

/** A script and what it imports, to the end; a part that is loaded later (`import(…)`) is none of that. */
function withImports(asset: string): readonly string[] {
  if (!asset.endsWith('.js')) return [asset]
  const script = readFileSync(new URL(AUTHENTICATOR + asset, ROOT), 'utf8')
  const named = [...script.matchAll(/(?:\bfrom|\bimport)\s*["']\.\/([^"']+)["']/g)]
  return [asset, ...named.flatMap(([, name]) => withImports(`assets/${name}`))]
}

/** Everything that its index.html names: no page of the console is among it. */
function signInPage(): number {
  const html = readFileSync(new URL(`${CONSOLE}console/index.html`, ROOT), 'utf8')
  const assets = [...html.matchAll(/"\/(console\/assets\/[^"]+)"/g)].map(([, path]) => `${CONSOLE}${path}`)
  return [`${CONSOLE}console/index.html`, ...assets].map(kilobytes).reduce((total, size) => total + size, 0)
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
