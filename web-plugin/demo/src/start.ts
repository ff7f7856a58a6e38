// One command for a first login on one computer: server, demo app, a phone to pair; prints the four links.
import { mkdir } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join, resolve } from 'node:path'
import { createApp } from './app.js'
import { appKeyFor } from './app-key.js'
import type { Line, Running } from './countersign-cli.js'
import { CountersignCli } from './countersign-cli.js'
import { letSetUpAtLogin } from './demo-policy.js'
import { freePort } from './free-port.js'
import { pairPhone } from './pair-phone.js'
import { Users } from './users.js'

const HELP = `npm start [-- --pair [USER]]

Starts a Countersign server and a demo web app on this computer, and offers to pair a phone with the user alice.

  --pair [USER]  print a pairing link for alice even if she has a phone, or for bob
  --help         this text

  DEMO_DATA      directory of everything that is kept; default ./data
  DEMO_WAIVERS   1: the demo app lets people in without a phone where policies say so
  DEMO_PASSWORD  password of the users alice, bob and carol, when they are made; default access-pass
`
/** Known to everyone: the demo listens on this computer only. */
const DEMO_PASSWORD = 'access-pass'
const SERVER_PORT = 8420
const APP_PORT = 4000

const say = (text: string): void => void process.stdout.write(`${text}\n`)
const commands: Running[] = []
let stopping = false

if (process.argv.includes('--help')) say(HELP)
else {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop())
  await start().catch((error: unknown) => {
    // Stopped halfway: whatever was under way has failed, and nobody needs to hear of it.
    if (stopping) return
    say(`Not started: ${error instanceof Error ? error.message : String(error)}`)
    process.exit(1)
  })
}

async function start(): Promise<void> {
  const data = resolve(process.env['DEMO_DATA'] ?? 'data')
  await mkdir(data, { recursive: true, mode: 0o700 })
  const serverPort = await portOf('server', SERVER_PORT)
  const appPort = await portOf('demo app', APP_PORT)
  const origin = `http://localhost:${appPort}`
  const serverUrl = process.env['COUNTERSIGN_PUBLIC_URL'] ?? `http://localhost:${serverPort}`
  const cli = new CountersignCli({
    COUNTERSIGN_NAME: 'Countersign demo',
    ...process.env,
    COUNTERSIGN_STORAGE_URL: `sqlite:${join(data, 'countersign.db')}`,
    COUNTERSIGN_KEYS_FILE: join(data, 'keys.json'),
    COUNTERSIGN_PUBLIC_URL: serverUrl,
    COUNTERSIGN_LISTEN_PORT: String(serverPort),
  })

  const { serverId, error } = await cli.run('init')
  if (typeof serverId !== 'string')
    throw new Error(`the server could not be set up: ${JSON.stringify(error)}`)
  // They are there at a second start, which is fine.
  for (const userId of ['alice', 'bob', 'carol']) await cli.run('account', 'add', userId)
  const key = await appKeyFor(cli, join(data, 'app-keys.json'), origin)
  await letSetUpAtLogin(cli, join(data, 'policies.json'), key.appId)
  const password = process.env['DEMO_PASSWORD'] ?? DEMO_PASSWORD
  const users = await Users.open(join(data, 'demo-users.json'), password)

  await serve(cli)
  const app = createServer(
    createApp({
      ...key,
      origin,
      serverId,
      serverUrl: `http://localhost:${serverPort}`,
      publicServerUrl: serverUrl,
      users,
      acceptWaivers: process.env['DEMO_WAIVERS'] === '1',
      log: (event, fields) => {
        if (event.endsWith('refused') || event.endsWith('failed')) say(JSON.stringify({ event, ...fields }))
      },
    }),
  )
  await new Promise<void>((ready) => app.listen(appPort, '127.0.0.1', ready))

  const links = `2  Sign in to the demo app: ${origin}
   as alice (or bob, who links an ID himself; or carol, who has no phone yet) with the password ${password}

3  Read the API: ${serverUrl}/docs

4  ${await consoleLine(cli, serverUrl)}

Ctrl-C stops everything. What was done is kept in ${data}
`
  const tell = (text: string): void => {
    if (!stopping) say(text)
  }
  const toPair = pairingAskedFor() ?? ((await hasPhone(cli, 'alice')) ? undefined : 'alice')
  if (toPair !== undefined) await pairPhone(cli, toPair, tell, links, (command) => commands.push(command))
  else
    say(
      `\n1  alice has a phone already; npm start -- --pair pairs another, --pair bob one for bob.\n\n${links}`,
    )
}

/** The link that makes the first owner, while there is none; a new one each time, since nothing of a former one can be shown. */
async function consoleLine(cli: CountersignCli, serverUrl: string): Promise<string> {
  const { setupLink } = await cli.run('admin', 'setup-link')
  return typeof setupLink === 'string'
    ? `Become the owner of the console (once, within 24 hours): ${setupLink}`
    : `Administer at the console: ${serverUrl}/console/`
}

/** Whom `--pair` names; alice when it names nobody. */
function pairingAskedFor(): string | undefined {
  const at = process.argv.indexOf('--pair')
  return at < 0 ? undefined : (process.argv[at + 1] ?? 'alice')
}

async function portOf(what: string, usual: number): Promise<number> {
  const port = await freePort(usual)
  if (port !== usual)
    say(`Port ${usual} is taken; the ${what} uses ${port}. Phones paired at another address stay there.`)
  return port
}

/** Resolves when the server listens; if it ends by itself, so does everything. */
async function serve(cli: CountersignCli): Promise<void> {
  const server = cli.start('serve')
  commands.push(server)
  const log = server.lines[Symbol.asyncIterator]()
  for (let line = await log.next(); line.value?.['event'] !== 'listening'; line = await log.next())
    if (line.done === true) throw new Error('the server did not start: its message is above')
  void readLog(log)
  void server.ended.then((code) => {
    if (stopping) return
    say(`The server ended by itself (exit code ${code}).`)
    process.exit(1)
  })
}

/** Read to the end, so that its pipe never fills; what an operator must see is shown. */
async function readLog(log: AsyncIterator<Line>): Promise<void> {
  for (let line = await log.next(); line.done !== true; line = await log.next())
    if (line.value['level'] === 'error' || line.value['level'] === 'warn') say(JSON.stringify(line.value))
}

async function hasPhone(cli: CountersignCli, userId: string): Promise<boolean> {
  const { devices } = await cli.run('device', 'list', '--user', userId)
  return Array.isArray(devices) && devices.some((device) => device?.state === 'active')
}

async function stop(): Promise<void> {
  if (stopping) process.exit(1)
  stopping = true
  say('\nStopping …')
  await Promise.all(commands.map((command) => command.stop()))
  process.exit(0)
}
