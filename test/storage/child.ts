// Starts a program of this folder as a process of its own: what crashes or competes must not share ours.
import type { ChildProcessByStdio } from 'node:child_process'
import { spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'

export interface Child {
  readonly process: ChildProcessByStdio<null, Readable, Readable>
  /** Whole lines written so far. */
  readonly lines: readonly string[]
  /** Resolves when that many lines were written, or the process ended. */
  wrote(lines: number): Promise<void>
  /** Resolves with everything written once the process has ended. */
  ended(): Promise<{ readonly lines: readonly string[]; readonly errors: string }>
}

/** Runs `program` (a file name here) with Node; `wrapped` may put another command before it. */
export function startChild(
  program: string,
  programArguments: readonly string[],
  wrapped: (command: readonly string[]) => readonly string[] = (command) => command,
): Child {
  const file = fileURLToPath(new URL(program, import.meta.url))
  const node = [process.execPath, '--conditions=source', '--import', import.meta.resolve('tsx')]
  const [command = process.execPath, ...rest] = wrapped([...node, file, ...programArguments])
  const child = spawn(command, rest, { stdio: ['ignore', 'pipe', 'pipe'] })
  const lines: string[] = []
  let partial = ''
  let errors = ''
  let changed: () => void = () => undefined
  let over = false
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const pieces = (partial + text).split('\n')
    partial = pieces.pop() ?? ''
    lines.push(...pieces)
    changed()
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text
  })
  const closed = new Promise<void>((resolve) => {
    child.once('close', () => {
      over = true
      changed()
      resolve()
    })
  })
  return {
    process: child,
    lines,
    async wrote(count) {
      while (lines.length < count && !over)
        await new Promise<void>((resolve) => {
          changed = resolve
        })
    },
    async ended() {
      await closed
      return { lines, errors }
    },
  }
}
