// The example device as people start it, a process of its own: it pairs with a real server, rings, approves, denies, and says what it may.
import assert from 'node:assert/strict'
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { parsePairingLink } from '@countersign/protocol'
import { confirmPairing } from '@countersign/server/flows/confirm-pairing'
import { createTicket } from '@countersign/server/flows/create-ticket'
import { TestServer } from '../support/test-server.js'
import { must } from '../support/test-world.js'
import { until } from '../support/until.js'

const EXAMPLES = fileURLToPath(new URL('../../client-sdk/examples/', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'countersign-example-'))

let server: TestServer
let apiKey: string
before(async () => {
  server = await TestServer.start()
  await server.addAccount()
  apiKey = (await server.addApp()).apiKey
})
const terminals: Terminal[] = []
after(async () => {
  for (const terminal of terminals) terminal.kill()
  await server.stop()
  rmSync(folder, { recursive: true })
})

/** The terminal, with what it said so far. */
class Terminal {
  said = ''
  readonly #child: ChildProcessWithoutNullStreams
  readonly #ended: Promise<number | null>

  constructor(...args: readonly string[]) {
    const program = join(EXAMPLES, 'terminal.ts')
    this.#child = spawn(process.execPath, [
      '--conditions=source',
      '--import',
      'tsx',
      program,
      folder,
      ...args,
    ])
    this.#child.stdout.on('data', (data) => {
      this.said += data
    })
    this.#child.stderr.on('data', (data) => {
      this.said += data
    })
    this.#ended = new Promise((resolve) => this.#child.on('exit', resolve))
    terminals.push(this)
  }

  async hears(pattern: RegExp): Promise<RegExpExecArray> {
    await until(() => pattern.test(this.said)).catch(() => assert.fail(`${pattern} in:\n${this.said}`))
    return pattern.exec(this.said) ?? assert.fail()
  }

  type(line: string): void {
    this.#child.stdin.write(`${line}\n`)
  }

  /** For a test that failed: nothing of it stays. */
  kill(): void {
    this.#child.kill()
  }

  end(): Promise<number | null> {
    this.#child.stdin.end()
    return this.#ended
  }
}

test('the example pairs, rings, approves and denies', async () => {
  const { link } = must(await createTicket(server.ports, 'alice'))
  const pairing = new Terminal(link)
  await pairing.hears(/Pair with alice at .+\? y\/n/)
  pairing.type('y')
  const [, digits = ''] = await pairing.hears(/Compare with the other screen: (\d{6})/)
  assert.equal(await pairing.end(), 0)
  const { ticketId } = parsePairingLink(link) ?? assert.fail()
  must(await confirmPairing(server.ports, ticketId, digits))

  const device = new Terminal()
  await device.hears(/alice: online/)
  const first = await server.requestApproval(apiKey)
  await device.hears(/Wiki asks for alice: login\nfrom 203\.0\.113\.7/)
  assert.equal(first.match.mode, 'symbol')
  device.type(first.match.mode === 'symbol' ? String(first.match.symbolId) : '')
  await device.hears(/answered: approved/)
  const second = await server.requestApproval(apiKey)
  await device.hears(/(?:asks for alice[\s\S]*){2}/)
  device.type('d')
  await device.hears(/answered: denied/)
  assert.equal((await server.ports.storage.read.challenges.byId(second.challengeId))?.state, 'denied')
  // After a denial the next one is typed; what is no code is sent nowhere.
  const third = await server.requestApproval(apiKey)
  await device.hears(/type the six digits/)
  device.type('12')
  await device.hears(/answered: choice_invalid/)
  device.type(third.match.mode === 'code' ? third.match.code : '')
  await device.hears(/answered: approved[\s\S]*answered: approved/)
  assert.equal(await device.end(), 0)
})

test('what the docs call short is short: the whole example has fewer than 150 lines', () => {
  const lines = ['device.ts', 'terminal.ts'].map(
    (name) => readFileSync(join(EXAMPLES, name), 'utf8').split('\n').length - 1,
  )
  assert.ok(lines.reduce((sum, each) => sum + each, 0) < 150, lines.join(' + '))
})
