// `countersign device run --json` as a process: a phone whose events are lines, and whose person types lines.
import type { ChildProcessByStdio } from 'node:child_process'
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'

export type Event = Readonly<Record<string, unknown>>

export interface TerminalSettings {
  readonly cwd: string
  /** PEM file of what it trusts besides the usual. */
  readonly certificate: string
}

export class Terminal {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>
  readonly #events: Event[] = []
  readonly #waiting = new Set<() => void>()
  #ended = false
  #errors = ''

  constructor(words: readonly string[], { cwd, certificate }: TerminalSettings) {
    this.#child = spawn(process.execPath, words, {
      cwd,
      env: { PATH: process.env['PATH'], NODE_EXTRA_CA_CERTS: certificate },
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#errors += text
    })
    createInterface({ input: this.#child.stdout }).on('line', (line) => {
      this.#events.push(JSON.parse(line))
      this.#wake()
    })
    this.#child.once('exit', () => {
      this.#ended = true
      this.#wake()
    })
  }

  /** The first event that fits, those before included; it is not given again. Rejects when the phone ends without it. */
  async event(name: string, fields: Event = {}): Promise<Event> {
    for (;;) {
      const at = this.#events.findIndex(
        (event) =>
          event['event'] === name && Object.entries(fields).every(([key, value]) => event[key] === value),
      )
      const [found] = at < 0 ? [] : this.#events.splice(at, 1)
      if (found !== undefined) return found
      if (this.#ended) throw new Error(`the phone ended before "${name}":\n${this.#errors}`)
      await new Promise<void>((resolve) => this.#waiting.add(resolve))
    }
  }

  type(decision: Event): void {
    this.#child.stdin.write(`${JSON.stringify(decision)}\n`)
  }

  end(): void {
    this.#child.kill('SIGKILL')
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve()
    this.#waiting.clear()
  }
}
