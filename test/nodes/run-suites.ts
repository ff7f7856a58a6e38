// Suites of other folders, run by a test: once more, in surroundings that their environment names.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

export interface SuitesRun {
  readonly code: number | null
  readonly output: string
}

/** A process each. @param files below test/, without `.test.ts`. */
export function runSuites(
  files: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<SuitesRun> {
  return run(['--test', '--test-concurrency=2', '--test-reporter=tap', ...paths(files)], environment)
}

/** In one process, whatever they leave open. Loading the server anew takes longer than most suites do. */
export function runTogether(
  files: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<SuitesRun> {
  // What ends with the process is loaded before the suites of any file.
  const first = ['--import', './test/support/engine.ts', '--test-reporter=tap', 'test/support/together.mjs']
  return run([...first, ...paths(files)], environment)
}

function paths(files: readonly string[]): readonly string[] {
  return files.map((file) => `test/${file}.test.ts`)
}

function run(given: readonly string[], environment: Readonly<Record<string, string>>): Promise<SuitesRun> {
  // Node's runner tells its children so that they are some: these are a run of their own.
  const { NODE_TEST_CONTEXT: _, ...outer } = process.env
  const child = spawn(process.execPath, ['--conditions=source', '--import', 'tsx', ...given], {
    cwd: ROOT,
    env: { ...outer, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, output }))
  })
}
