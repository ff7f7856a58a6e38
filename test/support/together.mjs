// Runs many test files in one process, each as a suite of its own: loading the server for each file anew takes longer than its
// tests do. Plain JavaScript, since it comes before any TypeScript loader has much to do.
//
// A file's own hooks hold for its own tests only, since they are registered while its suite is being made. The files come one
// after another, so whatever a file leaves in the process (an environment, a global) meets the next: those that need a process
// to themselves are in zones that test/run.sh does not name here.
import { describe } from 'node:test'
import { pathToFileURL } from 'node:url'

const timeout = Number(process.env.SUITE_TIMEOUT_MS ?? 0) || Number.POSITIVE_INFINITY

for (const file of process.argv.slice(2))
  describe(file, { timeout }, async () => {
    await import(pathToFileURL(file).href)
  })
