// Runs the `countersign` command as its own process, as an operator would, and reads its JSON lines.
import type { ChildProcessByStdio } from 'node:child_process'
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'

export type Line = Readonly<Record<string, unknown>>

/** A command that is still running. */
export interface Running {
  readonly lines: AsyncIterable<Line>
  readonly ended: Promise<number>
  write(text: string): void
  /** No more is written: a command that waits for input then says what to do later. */
  endInput(): void
  stop(): Promise<void>
}

export class CountersignCli {
  readonly #environment: NodeJS.ProcessEnv

  constructor(environment: NodeJS.ProcessEnv) {
    this.#environment = environment
  }

  /** How a person would run it from here. */
  get commandLine(): string {
    const settings = Object.entries(this.#environment)
      .filter(([name]) => name.startsWith('COUNTERSIGN_'))
      .map(([name, value = '']) => `${name}=${quoted(value)}`)
    return [...settings, 'node', ...process.execArgv, quoted(mainFile())].join(' ')
  }

  start(...words: readonly string[]): Running {
    const child = spawn(process.execPath, [...process.execArgv, mainFile(), ...words, '--json'], {
      env: this.#environment,
      // Its own messages for people, such as a failed start, go straight to the terminal.
      stdio: ['pipe', 'pipe', 'inherit'],
      // Ctrl-C reaches this process only; it then stops the others in order.
      detached: true,
    })
    // However this process ends, it leaves no server behind.
    const kill = (): void => void child.kill()
    process.once('exit', kill)
    child.once('exit', () => process.off('exit', kill))
    return running(child)
  }

  /** The one object that a command prints; a refusal is in its `error`. */
  async run(...words: readonly string[]): Promise<Line> {
    const command = this.start(...words)
    command.endInput()
    let last: Line = {}
    for await (const line of command.lines) last = line
    await command.ended
    return last
  }
}

function running(child: ChildProcessByStdio<Writable, Readable, null>): Running {
  const ended = new Promise<number>((resolve, reject) => {
    child.on('exit', (code) => resolve(code ?? 1))
    child.on('error', reject)
  })
  return {
    lines: jsonLines(child.stdout),
    ended,
    write: (text) => child.stdin.write(text),
    endInput: () => child.stdin.end(),
    stop: async () => {
      child.kill('SIGTERM')
      await ended
    },
  }
}

async function* jsonLines(stream: Readable): AsyncIterable<Line> {
  for await (const text of createInterface({ input: stream })) {
    const line = lineOf(text)
    if (line !== undefined) yield line
  }
}

function lineOf(text: string): Line | undefined {
  try {
    const value: unknown = JSON.parse(text)
    // Sound: an object that is not null has string keys and unknown values.
    return typeof value === 'object' && value !== null ? (value as Line) : undefined
  } catch {
    return undefined
  }
}

/** For a POSIX shell. */
function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}

function mainFile(): string {
  return fileURLToPath(import.meta.resolve('@countersign/server/main'))
}
