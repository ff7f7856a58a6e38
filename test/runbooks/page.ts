// A runbook as a test reads it: the commands of its page, in their order.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'

const PAGES = new URL('../../docs/operations/', import.meta.url)

/**
 * The `sh` blocks of a page. What stands for something of the reader's own is replaced by what the test has.
 * @param instead words of the page → what they are here; each must be on the page.
 */
export function blocksOf(page: string, instead: Readonly<Record<string, string>> = {}): readonly string[] {
  let text = readFileSync(new URL(page, PAGES), 'utf8')
  for (const [word, here] of Object.entries(instead)) {
    assert.ok(text.includes(word), `${page} says ${word}`)
    text = text.replaceAll(word, here)
  }
  // A block in a list is as far in as its item.
  return [...text.matchAll(/^( *)```sh\n([\s\S]*?)^ *```$/gm)].map(([, indent = '', block = '']) =>
    block.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  )
}
