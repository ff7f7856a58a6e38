// The protocol's rules and the tests that hold them: every rule id of SPEC.md is named by a test, and no test names another.
import assert from 'node:assert/strict'
import test from 'node:test'
import { filesWhere } from './sources.js'

const SPEC = 'protocol/SPEC.md'
const spec = filesWhere((path) => path === SPEC)[0]?.text ?? ''
const rules = [...spec.matchAll(/^- \*\*\[([A-Z]{2}\d+)\]\*\*/gm)].map(([, id]) => id ?? '')

test('SPEC.md gives each rule its own id', () => {
  const twice = rules.filter((id, i) => rules.indexOf(id) !== i)
  assert.ok(rules.length > 0, `no rule found in ${SPEC}`)
  assert.deepEqual(twice, [])
})

test('SPEC.md refers only to rules that it has', () => {
  const mentioned = [...spec.matchAll(/\[([A-Z]{2}\d+)\]/g)].map(([, id]) => id ?? '')
  assert.deepEqual(
    mentioned.filter((id) => !rules.includes(id)),
    [],
  )
})

test('every rule of SPEC.md is named in the title of a test', () => {
  const titles = new Set(titleIds().map(({ id }) => id))
  assert.deepEqual(
    rules.filter((id) => !titles.has(id)),
    [],
  )
})

test('no test names a rule that SPEC.md does not have', () => {
  const unknown = titleIds().filter(({ id }) => !rules.includes(id))
  assert.deepEqual(
    unknown.map(({ id, path }) => `[${id}] in ${path}`),
    [],
  )
})

test('source comments cite only rules that SPEC.md has', () => {
  const sources = filesWhere((path) => /^(?:protocol|server|client-sdk|web-plugin)\/.*\.tsx?$/.test(path))
  const unknown = sources.flatMap(({ path, text }) =>
    [...text.matchAll(/\[([A-Z]{2}\d+)\]/g)]
      .filter(([, id]) => !rules.includes(id ?? ''))
      .map(([id]) => `${id} in ${path}`),
  )
  assert.deepEqual(unknown, [])
})

/** Ids at the start of a title: `test('[CH4] a second answer is refused')`, also two: `[CH4] [AN2]`. */
function titleIds(): readonly { readonly id: string; readonly path: string }[] {
  return filesWhere((path) => /^test\/.*\.ts$/.test(path) && !path.startsWith('test/structure/')).flatMap(
    ({ path, text }) =>
      [...text.matchAll(/['"`]((?:\[[A-Z]{2}\d+\][ ,]*)+)/g)].flatMap(([, ids]) =>
        [...(ids ?? '').matchAll(/[A-Z]{2}\d+/g)].map(([id]) => ({ id, path })),
      ),
  )
}
