// A server's clock that jumps while it runs, as it does when somebody sets it or a virtual machine wakes up.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Clock {
  /** For the server's process. */
  readonly nodeOptions: readonly string[]
  /** What the server's clock shows, once it was told. */
  nowMs(): number
  /** Sets the clock of the process to so many milliseconds from the right time. */
  jump(pid: number, aheadMs: number): void
  remove(): void
}

export function makeClock(): Clock {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-clock-'))
  const file = join(folder, 'ahead')
  const preload = new URL(`shift-clock.mjs?file=${encodeURIComponent(file)}`, import.meta.url)
  let ahead = 0
  return {
    nodeOptions: ['--import', preload.href],
    nowMs: () => Date.now() + ahead,
    jump(pid, aheadMs) {
      ahead = aheadMs
      writeFileSync(file, String(aheadMs))
      process.kill(pid, 'SIGUSR2')
    },
    remove: () => rmSync(folder, { recursive: true }),
  }
}
