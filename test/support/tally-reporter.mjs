// A node:test reporter that counts: one line `passed failed skipped` at the end, for test/run.sh to add up.
// Plain JavaScript, since Node loads reporters before any TypeScript loader.

/** @param {AsyncIterable<{ type: string, data: Record<string, any> }>} events */
export default async function* tally(events) {
  let passed = 0
  let failed = 0
  let skipped = 0
  /** How many tests each suite that is under way has ended so far, the outermost first. */
  const ended = []
  for await (const { type, data } of events) {
    if (type === 'test:start') ended[data.nesting + 1] = 0
    if (type !== 'test:pass' && type !== 'test:fail') continue
    ended[data.nesting] = (ended[data.nesting] ?? 0) + 1
    const verdict = isEmptyFile(data, ended) ? 'failed' : verdictOf(type, data)
    if (verdict === 'passed') passed += 1
    if (verdict === 'failed') failed += 1
    if (verdict === 'skipped') skipped += 1
  }
  yield `${passed} ${failed} ${skipped}\n`
}

/** A file that runs as a suite among others (together.mjs), and has no test. */
function isEmptyFile({ name, nesting, details }, ended) {
  return details?.type === 'suite' && name.endsWith('.test.ts') && (ended[nesting + 1] ?? 0) === 0
}

/** A file without a test is a failure, and so is a `todo`: both look green and check nothing. */
function verdictOf(type, data) {
  if (data.todo !== undefined) return 'failed'
  if (data.skip !== undefined) return 'skipped'
  if (type === 'test:fail')
    return data.details?.error?.failureType === 'subtestsFailed' ? 'counted' : 'failed'
  if (data.details?.type === 'suite') return 'counted'
  return data.name === data.file ? 'failed' : 'passed'
}
