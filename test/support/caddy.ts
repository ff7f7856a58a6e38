// A real Caddy in front of servers, by the very file that is deployed: TLS under the tests' own certificate, on ports of its own.
import type { ChildProcess } from 'node:child_process'
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { freePort } from './free-port.js'
import { selfSigned } from './self-signed.js'

const CADDYFILE = fileURLToPath(new URL('../../deploy/Caddyfile', import.meta.url))
const START_MS = 15_000

/** Why suites that need Caddy cannot run here, for `skip`; false when they can. */
export function caddyMissing(): string | false {
  try {
    execFileSync('caddy', ['version'], { stdio: 'ignore' })
    return false
  } catch {
    return 'no caddy found: apt-get install caddy'
  }
}

export interface TestCaddy extends AsyncDisposable {
  /** `https://localhost:…`, under the certificate of self-signed.ts. */
  readonly url: string
}

/** `port` is where it will speak TLS: servers must know their public address before it starts. */
export async function startCaddy(port: number, upstreams: readonly number[]): Promise<TestCaddy> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-caddy-'))
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
  writeFileSync(cert, selfSigned.cert)
  writeFileSync(key, selfSigned.key, { mode: 0o600 })
  const child = spawn('caddy', ['run', '--config', CADDYFILE, '--adapter', 'caddyfile'], {
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      PROXY_HTTP_PORT: String(await freePort()),
      PROXY_HTTPS_PORT: String(port),
      PROXY_SITE: 'localhost',
      PROXY_TLS: `tls ${cert} ${key}`,
      PROXY_UPSTREAMS: upstreams.map((each) => `127.0.0.1:${each}`).join(' '),
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-10_000)
  })
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    }
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await listening(child, port)
  } catch (error) {
    await stop()
    throw new Error(`caddy did not start:\n${said}`, { cause: error })
  }
  return { url: `https://localhost:${port}`, [Symbol.asyncDispose]: stop }
}

async function listening(child: ChildProcess, port: number): Promise<void> {
  const untilMs = Date.now() + START_MS
  while (!(await answers(port))) {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`)
    if (Date.now() > untilMs) throw new Error(`nobody listens at port ${port}`)
    await delay(50)
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('close', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}
