// What a login page and a phone load, gzipped.
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { Figure } from './figures.js'

const ROOT = new URL('../../', import.meta.url)

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
    {
      promise,
      figure: 'authenticator: page, scripts, styles',
      value: authenticator(),
      unit: 'kB',
      budget: 60,
    },
  ]
}

function authenticator(): number {
  const folder = 'client-sdk/authenticator/dist/'
  const files = readdirSync(new URL(folder, ROOT), { recursive: true, encoding: 'utf8' })
  return files
    .filter((file) => /\.(?:html|js|css)$/.test(file))
    .reduce((sum, file) => sum + kilobytes(folder + file), 0)
}

/** 1 kB is 1,024 bytes, as in the test that guards the element. */
function kilobytes(path: string): number {
  return gzipSync(readFileSync(new URL(path, ROOT)), { level: 9 }).length / 1024
}
