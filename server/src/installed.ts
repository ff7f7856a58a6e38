// What is installed beside the program: its own manifest, and the apps that come with it. The one file that asks where it lies.
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

/** The release that runs, by the manifest: one folder up from src/, from dist/ and from bundle/. */
export function serverVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  const manifest: unknown = JSON.parse(text)
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : 'unknown'
}

/**
 * Where an app that comes with this server was built; empty when it is not installed. Found by its folder, as Node finds
 * packages: its `exports` are modules for tests, and the built files are none.
 */
export function builtDirectory(app: 'authenticator' | 'console'): string {
  const name = `@countersign/${app}`
  const folders = createRequire(import.meta.url).resolve.paths(name) ?? []
  const found = folders.map((folder) => join(folder, name)).find((folder) => existsSync(folder))
  return found === undefined ? '' : join(found, 'dist')
}
