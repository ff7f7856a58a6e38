// `npm start` as its own process, without a terminal: reads what it prints, as a person would, and runs what it says to run.
import type { ChildProcessByStdio } from 'node:child_process'
import { exec, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const START = fileURLToPath(import.meta.resolve('@countersign/demo/start'))
const ROOT = fileURLToPath(new URL('../../', import.meta.url))

export class Launcher {
  readonly #child: ChildProcessByStdio<null, Readable, null>
  #said = ''
  #over = false

  private constructor(child: ChildProcessByStdio<null, Readable, null>) {
    this.#child = child
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.#said += text
    })
    child.once('close', () => {
      this.#over = true
    })
  }

  /** `data` is where it keeps everything; `words` are what follows `npm start --`. */
  static start(data: string, ...words: readonly string[]): Launcher {
    const { NODE_TEST_CONTEXT: _, ...environment } = process.env
    const child = spawn(
      process.execPath,
      [...process.execArgv.filter((word) => word !== '--test'), START, ...words],
      {
        cwd: ROOT,
        env: { ...environment, DEMO_DATA: data },
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    )
    return new Launcher(child)
  }

  /** Waits for a line that fits; gives its first group. */
  async says(pattern: RegExp): Promise<string> {
    for (;;) {
      const found = pattern.exec(this.#said)
      if (found !== null) return found[1] ?? found[0]
      if (this.#over) throw new Error(`the launcher ended without ${pattern}:\n${this.#said}`)
      await Promise.race([once(this.#child.stdout, 'data'), once(this.#child, 'close')])
    }
  }

  pairingLink(): Promise<string> {
    return this.says(/^\s*(http\S+#pair=\S+)$/m)
  }

  demoApp(): Promise<string> {
    return this.says(/Sign in to the demo app: (\S+)/)
  }

  apiPage(): Promise<string> {
    return this.says(/Read the API: (\S+)/)
  }

  /** The link that makes the first owner; while there is none. */
  setupLink(): Promise<string> {
    return this.says(/owner of the console[^:]*: (\S+#setup=\S+)/)
  }

  /** Runs the command that it prints for confirming the phone that shows these digits. */
  async confirm(digits: string): Promise<void> {
    const command = await this.says(new RegExp(`^\\s*(.* pair confirm \\S+ --confirmation ${digits})$`, 'm'))
    await promisify(exec)(command, { cwd: ROOT })
  }

  /** Ctrl-C; resolves with the exit code. */
  async stop(): Promise<number | null> {
    if (this.#over) return this.#child.exitCode
    this.#child.kill('SIGINT')
    await once(this.#child, 'close')
    return this.#child.exitCode
  }
}
