// The project's own files as the structure suites see them: paths from the root, what is generated or installed left out.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
/** What .gitignore leaves out, and git's own folder. */
const NOT_OURS = new Set(['.git', 'node_modules', 'dist', 'bundle', '.types', 'data', 'output'])
/** The same, where a name alone does not tell. */
const MADE = /\.(?:tsbuildinfo|log)$|^web-plugin\/nextcloud\/(?:js$|l10n\/.*\.js$)/

export interface SourceFile {
  /** From the root of the project, with forward slashes. */
  readonly path: string
  readonly text: string
}

/** Every file whose path fits, in the order of their paths. */
export function filesWhere(fits: (path: string) => boolean): readonly SourceFile[] {
  return allPaths.filter(fits).map((path) => ({ path, text: readFileSync(new URL(path, ROOT_URL), 'utf8') }))
}

/** TypeScript, and the little plain JavaScript there is. */
export const isCode = (path: string): boolean => /\.(?:[cm]?[jt]s|tsx)$/.test(path)
export const isPhp = (path: string): boolean => path.endsWith('.php')
export const exists = (path: string): boolean => known.has(path.replace(/\/$/, ''))

const ROOT_URL = new URL('../../', import.meta.url)
const allPaths: readonly string[] = walk('')
const known = new Set(
  allPaths.flatMap((path) => path.split('/').map((_, i, parts) => parts.slice(0, i + 1).join('/'))),
)

function walk(folder: string): readonly string[] {
  return readdirSync(ROOT + folder, { withFileTypes: true })
    .filter((entry) => !NOT_OURS.has(entry.name) && !MADE.test(folder + entry.name))
    .flatMap((entry) => (entry.isDirectory() ? walk(`${folder}${entry.name}/`) : [folder + entry.name]))
    .sort()
}
