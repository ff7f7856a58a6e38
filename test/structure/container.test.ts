// The container files, read as what they say since no engine runs in tests: they name files that exist and give away no right too many.
import assert from 'node:assert/strict'
import test from 'node:test'
import { environmentName, settings } from '@countersign/server/config'
import { parse } from 'yaml'
import { exists, filesWhere } from './sources.js'

/** What these tests read of a service; the file is held to the whole schema by `docker compose config`. */
interface Service {
  readonly command?: string | readonly string[]
  readonly profiles?: readonly string[]
  readonly user?: string
  readonly read_only?: boolean
  readonly cap_drop?: readonly string[]
  readonly cap_add?: readonly string[]
  readonly security_opt?: readonly string[]
  readonly ports?: readonly string[]
  readonly volumes?: readonly string[]
  readonly secrets?: readonly string[]
  readonly networks?: readonly string[] | Readonly<Record<string, unknown>>
  readonly environment?: Readonly<Record<string, string>>
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>
  readonly restart?: string
  readonly healthcheck?: unknown
  readonly image: string
  readonly stop_grace_period?: string
  readonly deploy?: { readonly resources: { readonly limits: Readonly<Record<string, unknown>> } }
}

interface Composition {
  readonly services: Readonly<Record<string, Service>>
  readonly networks: Readonly<Record<string, { readonly internal?: boolean } | null>>
  readonly volumes: Readonly<Record<string, unknown>>
  readonly secrets: Readonly<Record<string, { readonly file: string }>>
}

const [dockerfile = '', composeText = '', caddyfile = ''] = [
  'Dockerfile',
  'docker-compose.yml',
  'deploy/Caddyfile',
].map((name) => filesWhere((path) => path === name)[0]?.text)
const manifest = filesWhere((path) => path === 'package.json')[0]?.text ?? '{}'
// Sound: our own file; each test reads what it needs of it, and fails when that is missing.
const compose = parse(composeText, { merge: true }) as Composition
const services = Object.entries(compose.services)
const lasting = services.filter(([, { restart }]) => restart !== 'no')
const scale = services.filter(([, { profiles }]) => profiles?.includes('scale'))

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

test('the image is of Node 24, runs as nobody special, with a health check, and answers to one command', () => {
  const last = dockerfile.slice(dockerfile.lastIndexOf('FROM '))
  assert.match(last, /^FROM node:24-slim$/m)
  assert.match(last, /^USER 1000:1000$/m, 'a name is no proof for Kubernetes that it is not root')
  assert.match(last, /^HEALTHCHECK /m)
  assert.match(last, /^ENTRYPOINT \["node", "\/app\/server\/bundle\/countersign\.js"\]$/m)
  assert.doesNotMatch(last.slice(last.indexOf('USER ')), /^RUN /m, 'nothing is changed after USER')
  assert.deepEqual(
    [...last.matchAll(/^COPY .*$/gm)].map(([line]) => line),
    ['COPY --from=build /out /app'],
  )
})

test('the image and the composition set only settings that exist', () => {
  const names = Object.keys(settings).map(environmentName)
  const known = new Set([...names, ...names.map((name) => `${name}_FILE`)])
  const used = [...`${dockerfile}\n${composeText}`.matchAll(/\bCOUNTERSIGN_[A-Z_]+/g)].map(([name]) => name)
  assert.deepEqual(
    used.filter((name) => !known.has(name)),
    [],
  )
})

test('no service may write its own files, gain rights, or take more than its share', () => {
  for (const [name, service] of services) {
    assert.equal(service.read_only, true, name)
    assert.deepEqual(service.cap_drop, ['ALL'], name)
    assert.deepEqual(service.security_opt, ['no-new-privileges:true'], name)
  }
  for (const [name, { deploy }] of lasting)
    assert.deepEqual(Object.keys(deploy?.resources.limits ?? {}), ['cpus', 'memory', 'pids'], name)
  const given = services.filter(([, { cap_add }]) => cap_add !== undefined)
  assert.deepEqual(
    given.map(([name, { cap_add }]) => [name, cap_add]),
    [['proxy', ['NET_BIND_SERVICE']]],
  )
  const root = services.filter(([, { user }]) => user === undefined).map(([name]) => name)
  assert.deepEqual(root, ['proxy'])
})

test('without a profile one server runs on SQLite, on this machine alone', () => {
  const usual = services.filter(([, { profiles }]) => profiles === undefined)
  assert.deepEqual(
    usual.map(([name]) => name),
    ['init', 'server'],
  )
  assert.deepEqual(compose.services['server']?.ports, ['127.0.0.1:8420:8420'])
  assert.doesNotMatch(JSON.stringify(usual), /postgres|redis/)
})

test('the proxy of the profile scale brings with it all others of that profile, and nothing else', () => {
  const brought = new Set<string>()
  const bring = (name: string): void => {
    brought.add(name)
    for (const needed of Object.keys(compose.services[name]?.depends_on ?? {})) bring(needed)
  }
  bring('proxy')
  assert.deepEqual([...brought].sort(), scale.map(([name]) => name).sort())
})

test('whoever is waited for says when they are ready', () => {
  for (const [name, { depends_on: needed = {} }] of services)
    for (const [other, { condition }] of Object.entries(needed)) {
      const service = compose.services[other]
      assert.ok(service, `${name} waits for ${other}`)
      if (condition === 'service_completed_successfully') assert.equal(service.restart, 'no')
      // The image of the server has its own.
      else assert.ok(service.healthcheck !== undefined || service.image.startsWith('countersign:'), other)
    }
})

test('only the proxy is reached from elsewhere, and nobody reaches out from where the data is', () => {
  const open = services.filter(([, { ports = [] }]) => ports.some((port) => !port.startsWith('127.0.0.1:')))
  assert.deepEqual(
    open.map(([name]) => name),
    ['proxy'],
  )
  assert.equal(compose.networks['inner']?.internal, true)
  for (const name of ['postgres', 'redis']) assert.deepEqual(compose.services[name]?.networks, ['inner'])
  assert.deepEqual(Object.keys(compose.services['proxy']?.networks ?? {}), ['edge'])
})

test('servers believe the address that the proxy has, and no other', () => {
  const address = /ipv4_address: ([\d.]+)/.exec(composeText)?.[1]
  assert.deepEqual(Object.keys(compose.services['proxy']?.networks ?? {}), ['edge'])
  for (const name of ['server-a', 'server-b'])
    assert.equal(compose.services[name]?.environment?.['COUNTERSIGN_PROXIES'], address)
})

test('secrets are files that make-secrets.sh makes, and stand in no environment and no image', () => {
  const made = filesWhere((path) => path === 'deploy/make-secrets.sh')[0]?.text ?? ''
  for (const [name, { file }] of Object.entries(compose.secrets)) {
    assert.equal(file, `./secrets/${name}`)
    assert.match(made, new RegExp(`^keep ${name} `, 'm'))
  }
  const used = services.flatMap(([, { secrets = [] }]) => secrets)
  assert.deepEqual([...new Set(used)].sort(), Object.keys(compose.secrets).sort())
  for (const [name, { environment = {} }] of services)
    for (const [variable, value] of Object.entries(environment))
      assert.ok(
        !/PASSWORD|SECRET|URL|ROOT|MASTER/.test(variable) || /PUBLIC_URL$|_FILE$/.test(variable),
        `${variable} of ${name}: ${value}`,
      )
  const ignored = filesWhere((path) => path === '.dockerignore')[0]?.text.split('\n') ?? []
  for (const path of ['secrets', 'data', '**/.env']) assert.ok(ignored.includes(path), path)
})

test('every volume that is used is declared, and every file that is mounted exists', () => {
  for (const [name, { volumes = [] }] of services)
    for (const volume of volumes) {
      const [source = ''] = volume.split(':')
      if (source.startsWith('./')) assert.ok(exists(source.slice(2)), `${name}: ${source}`)
      else assert.ok(Object.hasOwn(compose.volumes, source), `${name}: ${source}`)
    }
})

test('a server that drains is given the time it takes', () => {
  for (const [name, service] of scale.filter(([name]) => name.startsWith('server-'))) {
    const drain = Number(service.environment?.['COUNTERSIGN_DRAIN_SECONDS'])
    // Requests under way get ten seconds after it, and what is written at the end some more.
    assert.ok(Number.parseInt(service.stop_grace_period ?? '0', 10) >= drain + 20, name)
    assert.ok(drain >= 2 * 2, `${name}: half of it is what the proxy has to notice, which looks each second`)
  }
})

test('the proxy’s file asks for what the composition gives it', () => {
  const asked = [...caddyfile.matchAll(/\{\$([A-Z_]+)(:[^}]*)?\}/g)]
  const given = compose.services['proxy']?.environment ?? {}
  for (const [, name = '', byDefault] of asked)
    assert.ok(byDefault !== undefined || Object.hasOwn(given, name), `${name} is not given`)
  for (const name of Object.keys(given))
    assert.ok(
      asked.some(([, each]) => each === name),
      `${name} is not asked for`,
    )
})
