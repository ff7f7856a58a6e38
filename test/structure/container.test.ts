// The container files, read as text since no engine runs in tests: they name files that exist and give away no right too many.
import assert from 'node:assert/strict'
import test from 'node:test'
import { environmentName, settings } from '@countersign/server/config'
import { exists, filesWhere } from './sources.js'

const [dockerfile = '', compose = ''] = ['Dockerfile', 'docker-compose.yml'].map(
  (name) => filesWhere((path) => path === name)[0]?.text,
)
const manifest = filesWhere((path) => path === 'package.json')[0]?.text ?? '{}'

test('the image installs with the manifest of every workspace', () => {
  // Sound: our own manifest; npm would have refused another shape long before.
  const { workspaces } = JSON.parse(manifest) as { workspaces: readonly string[] }
  for (const workspace of workspaces)
    assert.ok(
      dockerfile.includes(`COPY ${workspace}/package.json ${workspace}/\n`),
      `${workspace} is missing`,
    )
})

test('every file that the image copies from the project exists', () => {
  const copied = [...dockerfile.matchAll(/^COPY (?!--)(.+) \S+$/gm)].flatMap(
    ([, sources]) => sources?.split(' ') ?? [],
  )
  assert.ok(copied.length > 0)
  assert.deepEqual(
    copied.filter((path) => path !== '.' && !exists(path)),
    [],
  )
})

test('the image runs as nobody special, with a health check, and answers to one command', () => {
  const last = dockerfile.slice(dockerfile.lastIndexOf('FROM '))
  assert.match(last, /^USER node$/m)
  assert.match(last, /^HEALTHCHECK /m)
  assert.match(last, /^ENTRYPOINT \["node", "\/app\/server\/dist\/main\.js"\]$/m)
  assert.doesNotMatch(last.slice(last.indexOf('USER node')), /^RUN /m, 'nothing is changed after USER')
})

test('the image and the composition set only settings that exist', () => {
  const known = new Set(Object.keys(settings).map(environmentName))
  const used = [...`${dockerfile}\n${compose}`.matchAll(/\bCOUNTERSIGN_[A-Z_]+/g)].map(([name]) => name)
  assert.deepEqual(
    used.filter((name) => !known.has(name)),
    [],
  )
})

test('the composition takes away what the server does not need', () => {
  for (const line of [
    'read_only: true',
    'cap_drop: [ALL]',
    "security_opt: ['no-new-privileges:true']",
    'user: node',
    "      - '127.0.0.1:8420:8420'",
    'healthcheck:',
    'memory: ',
    'pids: ',
  ])
    assert.ok(compose.includes(line), `${line} is missing`)
})

test('the composition is indented by twos, without tabs, and every alias has its anchor', () => {
  const wrong = compose
    .split('\n')
    .filter((line) => /\t/.test(line) || (/^ */.exec(line)?.[0].length ?? 0) % 2 === 1)
  assert.deepEqual(wrong, [])
  const aliases = [...compose.matchAll(/\*([a-z]+)/g)].map(([, name]) => name)
  for (const name of aliases) assert.ok(compose.includes(`&${name}\n`), `&${name} is missing`)
})
