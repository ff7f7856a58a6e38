// Asks axe-core what keeps people out of a page: everything serious or critical, one line each.
import axe from 'axe-core'
import type { Page } from 'playwright-core'

interface Violation {
  readonly id: string
  readonly impact: string
  readonly help: string
  readonly nodes: readonly { readonly target: readonly unknown[]; readonly failureSummary?: string }[]
}

/** WCAG 2.2 A and AA, and axe-core's own good practice. */
const run = (within: string | undefined): string => {
  const where = within === undefined ? 'document' : JSON.stringify({ include: [within] })
  return `axe.run(${where}, { resultTypes: ['violations'] }).then(({ violations }) => JSON.stringify(violations))`
}

/**
 * Runs in a world of its own: the page's content policy neither stops it nor is loosened for it, and what it touches is not
 * counted as the page's doing. `within` is the selector of what is ours on a page of somebody else.
 */
export async function accessFaults(page: Page, within?: string): Promise<string[]> {
  const devtools = await page.context().newCDPSession(page)
  try {
    const { frameTree } = await devtools.send('Page.getFrameTree')
    const { executionContextId: contextId } = await devtools.send('Page.createIsolatedWorld', {
      frameId: frameTree.frame.id,
      worldName: 'access check',
    })
    await devtools.send('Runtime.evaluate', { expression: axe.source, contextId })
    const { result, exceptionDetails } = await devtools.send('Runtime.evaluate', {
      expression: run(within),
      contextId,
      awaitPromise: true,
      returnByValue: true,
    })
    if (exceptionDetails !== undefined) throw new Error(`axe-core failed: ${exceptionDetails.text}`)
    // Sound: the shape is axe-core's own, made by `run` a moment ago.
    const violations = JSON.parse(String(result.value)) as readonly Violation[]
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(whereAndWhy).join('; ')}`)
  } finally {
    await devtools.detach()
  }
}

function whereAndWhy({ target, failureSummary = '' }: Violation['nodes'][number]): string {
  return `${target.join(' ')} (${failureSummary.replace(/\s+/g, ' ')})`
}
