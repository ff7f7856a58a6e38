// The docs are part of the product: generated pages are current, links lead somewhere, commands exist.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { posix } from 'node:path'
import test from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { disownableKinds, noticeKinds, quietKinds } from '@countersign/protocol/me'
import { permissions, permissionsOf, roles } from '@countersign/server/core/permissions'
import { exists, filesWhere } from './sources.js'

const root = fileURLToPath(new URL('../../', import.meta.url))
const pages = filesWhere((path) => path.endsWith('.md'))

test('docs/reference is what the source says today', async () => {
  const command = ['--conditions=source', '--import', 'tsx', 'docs/generate.ts', '--check']
  await promisify(execFile)(process.execPath, command, { cwd: root })
})

test('every relative link of every page leads to a file', () => {
  const broken = pages.flatMap(({ path, text }) =>
    linksOf(text)
      .filter((link) => !/^[a-z]+:|^#/.test(link))
      .filter((link) => !exists(posix.join(posix.dirname(path), decodeURI(link.replace(/[#?].*$/, '')))))
      .map((link) => `${path}: ${link}`),
  )
  assert.deepEqual(broken, [])
})

test('every link into a page leads to one of its headings', () => {
  const broken = pages.flatMap(({ path, text }) =>
    linksOf(text).flatMap((link) => {
      const [, file, anchor] = /^([^:#]*\.md)?#(.+)$/.exec(link) ?? []
      if (anchor === undefined) return []
      const target = file === undefined ? path : posix.join(posix.dirname(path), file)
      const page = pages.find((each) => each.path === target)
      return page !== undefined && anchorsOf(page.text).has(anchor) ? [] : [`${path}: ${link}`]
    }),
  )
  assert.deepEqual(broken, [])
})

test('the npm commands that pages tell people to run exist', () => {
  const manifest = filesWhere((path) => path === 'package.json')[0]?.text ?? '{}'
  // Sound: our own manifest; npm would have refused another shape long before.
  const { scripts = {} } = JSON.parse(manifest) as { scripts?: Record<string, string> }
  const missing = pages.flatMap(({ path, text }) =>
    [...text.matchAll(/\bnpm (?:run )?(?:--silent )?([a-z][\w:-]*)(?! -w)/g)]
      .map(([command, name]) => ({ command, name: name ?? '' }))
      .filter(({ command, name }) => command.startsWith('npm run') || ['start', 'test'].includes(name))
      .filter(({ name }) => !(name in scripts))
      .map(({ command }) => `${path}: ${command}`),
  )
  assert.deepEqual(missing, [])
})

test('the table of roles says what the server decides', () => {
  const path = 'docs/administration/roles-and-tokens.md'
  const text = pages.find((page) => page.path === path)?.text ?? ''
  const rows = [...text.matchAll(/^\| `([a-z]+:[a-z]+)` \|[^|]*\|(.*)\|$/gm)].map(
    ([, permission, cells = '']) => [
      permission,
      roles.filter((_, i) => cells.split('|')[i]?.trim() === 'yes'),
    ],
  )
  const decided = permissions.map((each) => [
    each,
    roles.filter((role) => permissionsOf[role].includes(each)),
  ])
  assert.deepEqual(rows, decided)
})

test('the table of notices has every kind, and says which are mailed and which can be disowned', () => {
  const text = pages.find(({ path }) => path === 'docs/administration/recovery.md')?.text ?? ''
  const rows = [...text.matchAll(/^\| `([a-z_]+)` \|[^|]*\|([^|]*)\|([^|]*)\|$/gm)].map(
    ([, kind = '', mailed = '', disowned = '']) => [kind, mailed.trim() === 'yes', disowned.trim() === 'yes'],
  )
  const quiet: readonly string[] = quietKinds
  const decided = noticeKinds.map((kind) => [kind, !quiet.includes(kind), disownableKinds.includes(kind)])
  assert.deepEqual(rows.sort(), decided.sort())
})

test('every command that the pages for admins show is one that there is', () => {
  const known = pages.find(({ path }) => path === 'docs/reference/cli.md')?.text ?? ''
  const names = [...known.matchAll(/^## countersign (.+)$/gm)].map(([, name = '']) => name)
  const unknown = pages
    .filter(({ path }) => path.startsWith('docs/administration/'))
    .flatMap(({ path, text }) =>
      [...text.matchAll(/\bcountersign ((?:[a-z]+[a-z-]*)(?: [a-z-]+)*)/g)]
        .map(([, words = '']) => words)
        .filter((words) => !names.some((name) => words === name || words.startsWith(`${name} `)))
        .map((words) => `${path}: countersign ${words}`),
    )
  assert.deepEqual(unknown, [])
})

test('the five files that every reader expects are there', () => {
  for (const path of ['README.md', 'SECURITY.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'LICENSE']) {
    assert.ok(exists(path), `${path} is missing`)
  }
})

function linksOf(text: string): readonly string[] {
  const prose = text.replace(/^(?:```|~~~)[\s\S]*?^(?:```|~~~)/gm, '').replace(/`[^`\n]*`/g, '')
  return [...prose.matchAll(/\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)|(?:src|href)="([^"]+)"/g)].map(
    ([, link, attribute]) => link ?? attribute ?? '',
  )
}

/** As GitHub makes them: lower case, no punctuation, hyphens for spaces, a number for a second one. */
function anchorsOf(text: string): ReadonlySet<string> {
  const anchors = new Set<string>()
  const prose = text.replace(/^(?:```|~~~)[\s\S]*?^(?:```|~~~)/gm, '')
  for (const [, heading] of prose.matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)) {
    const slug = (heading ?? '')
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-')
    let anchor = slug
    for (let i = 1; anchors.has(anchor); i += 1) anchor = `${slug}-${i}`
    anchors.add(anchor)
  }
  for (const [, id] of text.matchAll(/<a (?:id|name)="([^"]+)"/g)) if (id !== undefined) anchors.add(id)
  return anchors
}
