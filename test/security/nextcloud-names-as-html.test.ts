// Attack: somebody names themselves `<img src=x onerror=…>`, and a page of the Nextcloud app makes markup of it (SECURITY.md §3, 9).
// The scripts build every node from text, and the templates print nothing unescaped but parts of their own: here no way round is left.
import assert from 'node:assert/strict'
import test from 'node:test'
import { filesWhere } from '../structure/sources.js'

const APP = 'web-plugin/nextcloud/'
const scripts = filesWhere((path) => path.startsWith(`${APP}src/`) && path.endsWith('.ts'))
const templates = filesWhere((path) => path.startsWith(`${APP}templates/`) && path.endsWith('.php'))

test('there are scripts and templates to look at', () => {
  assert.ok(scripts.length > 0)
  assert.ok(templates.length > 0)
})

test('no script turns text into markup, but one that shows a part anew which a template of ours has made', () => {
  const ways =
    /\b(?:innerHTML|outerHTML|insertAdjacentHTML|setHTMLUnsafe|createContextualFragment|document\.write|srcdoc)\b/
  assert.deepEqual(
    scripts.filter(({ text }) => ways.test(text)).map(({ path }) => path),
    [],
  )
  assert.deepEqual(
    scripts.filter(({ text }) => /\bDOMParser\b/.test(text)).map(({ path }) => path),
    [`${APP}src/personal.ts`],
  )
})

test('a template prints only parts of its own unescaped', () => {
  const found = templates.flatMap(({ path, text }) =>
    [...text.matchAll(/print_unescaped\((?!\$this->inc\()|<\?=|\becho\b|(?<![\w>])print\b(?!_)/g)].map(
      ({ 0: way }) => `${path}: ${way}`,
    ),
  )
  assert.deepEqual(found, [])
})
