// countersign doctor: finds what is wrong before a login does, and says what to do about it.
import assert from 'node:assert/strict'
import { access, chmod, copyFile, mkdir, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import test from 'node:test'
import Database from 'better-sqlite3'
import type { Place, Said } from './terminal.js'
import { emptyPlace, readyPlace } from './terminal.js'

interface Check {
  readonly name: string
  readonly state: 'ok' | 'warning' | 'fault'
  readonly found: string
  readonly next?: string
}

const checkOf = ({ json }: Said, name: string): Check => {
  const check = (json['checks'] as readonly Check[]).find((each) => each.name === name)
  assert.ok(check, `no check ${name}`)
  return check
}

/** With an authenticator built, so that nothing but the case at hand is at fault. */
async function healthyPlace(t: Parameters<typeof emptyPlace>[0]): Promise<Place> {
  const directory = join((await emptyPlace(t)).folder, 'authenticator')
  await mkdir(directory)
  await writeFile(join(directory, 'index.html'), '')
  const place = await emptyPlace(t, { COUNTERSIGN_AUTHENTICATOR_DIR: directory })
  assert.equal((await place.run('init')).code, 0)
  return place
}

test('beside its running server everything is well, and the exit code 0', async (t) => {
  const place = await healthyPlace(t)
  const server = place.start('serve', '--json')
  t.after(async () => {
    server.stop()
    await server.ended
  })
  await server.event('listening')
  const said = await place.run('doctor', '--json')
  assert.equal(said.code, 0, said.out)
  assert.equal(said.json['ok'], true)
  for (const check of said.json['checks'] as readonly Check[])
    assert.equal(check.state, 'ok', JSON.stringify(check))
  assert.match((await place.run('doctor')).out, /all is well\n$/)
})

test('a server that is not running is a warning, not a fault', async (t) => {
  const place = await healthyPlace(t)
  const said = await place.run('doctor', '--json')
  assert.equal(said.code, 0)
  assert.equal(checkOf(said, 'public URL').state, 'warning')
})

test('another program at the public URL is a fault', async (t) => {
  const place = await healthyPlace(t)
  const stranger = createServer((_request, response) => response.end('{"hello":"world"}'))
  await new Promise<void>((resolve) => stranger.listen(place.port, 'localhost', resolve))
  t.after(() => stranger.close())
  const said = await place.run('doctor', '--json')
  assert.equal(said.code, 1)
  assert.match(checkOf(said, 'public URL').found, /something else answers/)
})

test('another server at the public URL is a fault: phones that were paired would refuse it', async (t) => {
  const place = await healthyPlace(t)
  const server = place.start('serve', '--json')
  t.after(async () => {
    server.stop()
    await server.ended
  })
  await server.event('listening')
  const other = await emptyPlace(t, { COUNTERSIGN_PUBLIC_URL: `http://localhost:${place.port}` })
  await other.run('init')
  const said = await other.run('doctor', '--json')
  assert.equal(checkOf(said, 'public URL').state, 'fault')
  assert.match(checkOf(said, 'public URL').found, /another Countersign server/)
})

test('keys that others can read are a fault, and so are keys that are gone', async (t) => {
  const place = await healthyPlace(t)
  const file = String(place.environment['COUNTERSIGN_KEYS_FILE'])
  await chmod(file, 0o644)
  const shared = checkOf(await place.run('doctor', '--json'), 'keys outside the database')
  assert.deepEqual([shared.state, shared.next], ['fault', `chmod 600 ${file}`])
  await rm(file)
  const said = await place.run('doctor', '--json')
  assert.equal(said.code, 1)
  assert.equal(checkOf(said, 'keys outside the database').state, 'fault')
})

test('a database that is none is a fault', async (t) => {
  const place = await healthyPlace(t)
  await writeFile(join(place.folder, 'data', 'countersign.db'), 'not a database, but long enough'.repeat(100))
  const said = await place.run('doctor', '--json')
  assert.equal(said.code, 1)
  assert.equal(checkOf(said, 'database').state, 'fault')
})

test('keys of another server do not open this database', async (t) => {
  const place = await healthyPlace(t)
  const other = await readyPlace(t)
  const keys = (each: Place): string => String(each.environment['COUNTERSIGN_KEYS_FILE'])
  await copyFile(keys(other), keys(place))
  const said = await place.run('doctor', '--json')
  assert.equal(said.code, 1)
  assert.equal(checkOf(said, 'database').state, 'fault')
})

test('an authenticator that was not built, and a certificate that is none, are faults with a next step', async (t) => {
  const place = await emptyPlace(t, { COUNTERSIGN_AUTHENTICATOR_DIR: '/nowhere' })
  await place.run('init')
  const pem = join(place.folder, 'cert.pem')
  await writeFile(pem, 'not a certificate')
  assert.deepEqual(checkOf(await place.run('doctor', '--json'), 'authenticator').next, 'npm run build')
  const file = join(place.folder, 'countersign.json')
  await writeFile(file, JSON.stringify({ tls: { certFile: pem, keyFile: pem } }))
  const https = await emptyPlace(t, { ...place.environment, COUNTERSIGN_PUBLIC_URL: 'https://localhost:1' })
  const said = await https.run('doctor', '--json', '--config', file)
  assert.equal(checkOf(said, 'TLS certificate').state, 'fault')
})

test('a dangerous setting is said aloud', async (t) => {
  const place = await healthyPlace(t)
  const bold = await emptyPlace(t, { ...place.environment, COUNTERSIGN_CHALLENGE_TTL_SECONDS: '600' })
  const said = await bold.run('doctor', '--json')
  assert.equal(checkOf(said, 'settings').state, 'warning')
})

test('a Redis that cannot be reached is a warning with its cause: logins go on, and its password is not said', async (t) => {
  const place = await healthyPlace(t)
  const fabric = { COUNTERSIGN_FABRIC_URL: 'redis://:s3cret-of-redis@127.0.0.1:1' }
  const said = await place.runWith(fabric, 'doctor', '--json')
  assert.equal(said.code, 0, said.out)
  const check = checkOf(said, 'Redis')
  assert.equal(check.state, 'warning')
  assert.match(check.found, /^redis:\/\/:\*\*\*@127\.0\.0\.1:1 cannot be reached: .*ECONNREFUSED/)
  assert.match(check.next ?? '', /fabric\.url/)
  assert.ok(!said.out.includes('s3cret-of-redis'))
})

test('a PostgreSQL that is not there says what to look at, and a password that was not encoded how to write it', async (t) => {
  const place = await healthyPlace(t)
  const away = { COUNTERSIGN_STORAGE_URL: 'postgres://countersign:pw@127.0.0.1:1/countersign' }
  assert.match(checkOf(await place.runWith(away, 'doctor', '--json'), 'database').next ?? '', /host and port/)
  const raw = { COUNTERSIGN_STORAGE_URL: 'postgres://countersign:p@ss/word@db/countersign' }
  const said = await place.runWith(raw, 'doctor')
  assert.equal(said.code, 3)
  assert.match(said.error, /@ : \/ # \? % as %40 %3A %2F %23 %3F %25/)
})

test('a database that is not there is not made by a look: a wrong path is told, and nobody hears that there are no accounts', async (t) => {
  const place = await healthyPlace(t)
  const file = join(place.folder, 'elsewhere', 'countersign.db')
  const elsewhere = { COUNTERSIGN_STORAGE_URL: `sqlite:${file}` }
  const looked = await place.runWith(elsewhere, 'doctor', '--json')
  assert.equal(checkOf(looked, 'database').state, 'fault')
  const listed = await place.runWith(elsewhere, 'account', 'list')
  assert.equal(listed.code, 3)
  assert.match(
    listed.error,
    /the database of this server is not there: .*\nnext: set COUNTERSIGN_STORAGE_URL/,
  )
  await assert.rejects(access(file))
})

test('a schema of the version before is a warning, and the look leaves it as it is', async (t) => {
  const place = await healthyPlace(t)
  const db = new Database(join(place.folder, 'data', 'countersign.db'))
  t.after(() => db.close())
  const last = (): unknown => db.prepare('select max(number) from migration').pluck().get()
  const newest = Number(last())
  db.prepare('delete from migration where number = ?').run(newest)
  const check = checkOf(await place.run('doctor', '--json'), 'database')
  assert.equal(check.state, 'warning')
  assert.match(check.next ?? '', /countersign serve/)
  assert.equal(last(), newest - 1)
})
