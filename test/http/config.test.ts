// The configuration: one table, all faults at once and by path, the environment over the file over the defaults.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { environmentName, loadConfig, resolveConfig, settings } from '@countersign/server/config'

test('the defaults are a whole configuration, and none of them is dangerous', () => {
  const resolved = resolveConfig({})
  assert.ok(resolved.ok)
  assert.deepEqual(resolved.warnings, [])
  assert.equal(resolved.config['storage.url'], 'sqlite:./data/countersign.db')
  assert.equal(resolved.config['challenge.ttlSeconds'], 90)
})

test('an environment name is its path', () => {
  assert.equal(environmentName('storage.url'), 'COUNTERSIGN_STORAGE_URL')
  assert.equal(environmentName('publicUrl'), 'COUNTERSIGN_PUBLIC_URL')
  assert.equal(environmentName('socket.allowedOrigins'), 'COUNTERSIGN_SOCKET_ALLOWED_ORIGINS')
  const names = Object.keys(settings).map(environmentName)
  assert.equal(new Set(names).size, names.length)
})

test('the environment wins over the file, the file over the defaults', (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'countersign-config-'))
  t.after(() => rmSync(directory, { recursive: true }))
  writeFileSync(
    join(directory, 'countersign.json'),
    JSON.stringify({ name: 'from file', listen: { port: 1000 }, proxies: ['10.0.0.0/8'] }),
  )
  const resolved = loadConfig(
    {
      COUNTERSIGN_LISTEN_PORT: '2000',
      COUNTERSIGN_SOCKET_ALLOWED_ORIGINS: 'https://a.example, https://b.example/',
    },
    directory,
  )
  assert.ok(resolved.ok)
  assert.equal(resolved.config.name, 'from file')
  assert.equal(resolved.config['listen.port'], 2000)
  assert.deepEqual(resolved.config.proxies, ['10.0.0.0/8'])
  assert.deepEqual(resolved.config['socket.allowedOrigins'], ['https://a.example', 'https://b.example'])
})

test('all faults are reported together, by path and place', () => {
  const resolved = resolveConfig(
    { 'listen.port': '80', 'storage.urll': 'x', 'challenge.ttlSeconds': 601, name: '' },
    { COUNTERSIGN_PUBLIC_URL: 'http://id.example.org', COUNTERSIGN_STORAGE_ULR: 'x', HOME: '/root' },
    'countersign.json',
  )
  assert.ok(!resolved.ok)
  const places = resolved.faults.map(({ path, source }) => `${path} in ${source}`).sort()
  assert.deepEqual(places, [
    'COUNTERSIGN_STORAGE_ULR in the environment',
    'challenge.ttlSeconds in countersign.json',
    'listen.port in countersign.json',
    'name in countersign.json',
    'publicUrl in COUNTERSIGN_PUBLIC_URL',
    'storage.urll in countersign.json',
  ])
})

test('a public address is an origin, and plain only on this computer', () => {
  const urlOf = (publicUrl: string) => {
    const resolved = resolveConfig({ publicUrl })
    return resolved.ok ? resolved.config.publicUrl : undefined
  }
  assert.equal(urlOf('https://ID.example.org/'), 'https://id.example.org')
  assert.equal(urlOf('http://localhost:8420'), 'http://localhost:8420')
  assert.equal(urlOf('http://[::1]:8420'), 'http://[::1]:8420')
  for (const url of [
    'http://192.168.1.5:8420',
    'https://id.example.org/path',
    'https://user@id.example.org',
    'ftp://id.example.org',
    'id.example.org',
    'https://id.example.org/?x',
    'http://localhost.example.org',
  ])
    assert.equal(urlOf(url), undefined, url)
})

test('settings that belong together come together', () => {
  for (const given of [
    { 'tls.certFile': 'a.pem' },
    { 'keys.root': 'A'.repeat(43) },
    { 'tls.certFile': 'a.pem', 'tls.keyFile': 'b.pem', publicUrl: 'http://localhost:1' },
  ])
    assert.equal(resolveConfig(given).ok, false, JSON.stringify(given))
})

test('what is dangerous is said', () => {
  const resolved = resolveConfig({
    'storage.url': 'memory:',
    'challenge.symbolsShown': 4,
    proxies: ['0.0.0.0/0'],
  })
  assert.ok(resolved.ok)
  assert.equal(resolved.warnings.length, 3)
  assert.match(resolved.warnings.join('\n'), /^proxies: .*\nstorage\.url: .*\nchallenge\.symbolsShown: /)
})

test('a file that is named must be there, and must be a JSON object', (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'countersign-config-'))
  t.after(() => rmSync(directory, { recursive: true }))
  const file = join(directory, 'x.json')
  assert.equal(loadConfig({ COUNTERSIGN_CONFIG: file }, directory).ok, false)
  for (const text of ['', '{', '[]', '"x"', '{"listen":{"port":{"x":1}}}', '{"__proto__":{"name":"x"}}']) {
    writeFileSync(file, text)
    assert.equal(loadConfig({ COUNTERSIGN_CONFIG: file }, directory).ok, false, text)
  }
  assert.equal(loadConfig({}, directory).ok, true)
})

test('push services are named by their host, and a whole top-level domain is dangerous', () => {
  const hosts = (...given: readonly string[]) => resolveConfig({ 'push.hosts': given })
  for (const host of ['push.example.org', 'push.example.org:8443', '*.example.org', 'localhost:8080'])
    assert.equal(hosts(host).ok, true, host)
  for (const host of [
    'https://push.example.org',
    'push.example.org/x',
    '*',
    '**.example.org',
    'a b',
    'x:0',
    '',
  ])
    assert.equal(hosts(host).ok, false, host)
  const wide = hosts('*.org')
  assert.ok(wide.ok)
  assert.match(wide.warnings.join(), /^push\.hosts: /)
})

test('the contact for push services is an address that somebody can write to', () => {
  for (const contact of ['', 'mailto:admin@example.org', 'https://example.org/contact'])
    assert.equal(resolveConfig({ 'push.contact': contact }).ok, true, contact)
  for (const contact of ['admin@example.org', 'http://example.org', 'mailto:admin', 'tel:112'])
    assert.equal(resolveConfig({ 'push.contact': contact }).ok, false, contact)
})

test('a variable with _FILE at its end names a file that holds the value, without its last line end', (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'countersign-config-'))
  t.after(() => rmSync(directory, { recursive: true }))
  const file = join(directory, 'storage_url')
  writeFileSync(file, 'sqlite:/from/a/secret.db\n')
  const read = loadConfig({ COUNTERSIGN_STORAGE_URL_FILE: file }, directory)
  assert.ok(read.ok)
  assert.equal(read.config['storage.url'], 'sqlite:/from/a/secret.db')
})

test('a secret’s file that is not there, too large, or beside the variable itself is a fault, told with all others and without the secret', (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'countersign-config-'))
  t.after(() => rmSync(directory, { recursive: true }))
  const [secret, large] = [join(directory, 'secret'), join(directory, 'large')]
  writeFileSync(secret, 'not-a-key')
  writeFileSync(large, 'x'.repeat(65_537))
  const read = loadConfig(
    {
      COUNTERSIGN_NAME_FILE: join(directory, 'missing'),
      COUNTERSIGN_FABRIC_URL_FILE: large,
      COUNTERSIGN_STORAGE_URL: 'memory:',
      COUNTERSIGN_STORAGE_URL_FILE: secret,
      COUNTERSIGN_KEYS_MASTER_FILE: secret,
      COUNTERSIGN_NOTHING_FILE: secret,
    },
    directory,
  )
  assert.ok(!read.ok)
  assert.deepEqual(read.faults.map(({ path }) => path).sort(), [
    'COUNTERSIGN_FABRIC_URL_FILE',
    'COUNTERSIGN_NAME_FILE',
    'COUNTERSIGN_NOTHING_FILE',
    'COUNTERSIGN_STORAGE_URL_FILE',
    'keys.master',
  ])
  assert.doesNotMatch(JSON.stringify(read.faults), /not-a-key/)
})

test('no setting’s variable could be taken for the file of another', () => {
  const names = Object.keys(settings).map(environmentName)
  assert.deepEqual(
    names.filter((name) => names.includes(`${name}_FILE`)),
    [],
  )
})
