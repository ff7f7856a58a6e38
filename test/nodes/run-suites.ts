// Suites of other folders, run by a test: once more, in surroundings that their environment names.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** @param files below test/, without `.test.ts`. */
export function runSuites(
  files: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<{ readonly code: number | null; readonly output: string }> {
  const paths = files.map((file) => `test/${file}.test.ts`)
  // Node's runner tells its children so that they are some: these are a run of their own.
  const { NODE_TEST_CONTEXT: _, ...outer } = process.env
  const child = spawn(
    process.execPath,
    [
      '--conditions=source',
      '--import',
      'tsx',
      '--test',
      '--test-concurrency=2',
      '--test-reporter=tap',
      ...paths,
    ],
    { cwd: ROOT, env: { ...outer, ...environment }, stdio: ['ignore', 'pipe', 'inherit'] },
  )
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, output }))
  })
}
