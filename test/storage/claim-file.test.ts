// Two servers on one database file: refused where they cannot know of each other, made right where a fabric joins them.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import type { Company } from '@countersign/server/storage/claim-file'
import { claimFile } from '@countersign/server/storage/claim-file'

const folder = mkdtempSync(join(tmpdir(), 'countersign-claim-'))
after(() => rmSync(folder, { recursive: true }))

let files = 0
function newFile(): string {
  files += 1
  return join(folder, `${files}.db`)
}

function refused(file: string, company: Company): void {
  assert.throws(() => claimFile(file, company), { name: 'StorageFault', code: 'storage_shared' })
}

test('a file that is served by one alone is refused to everybody else, until that one ends', () => {
  const file = newFile()
  const end = claimFile(file, 'alone')
  refused(file, 'alone')
  refused(file, 'joined')
  end()
  claimFile(file, 'joined')()
  claimFile(file, 'alone')()
})

test('joined servers share a file; one that is alone is refused until the last of them ended', () => {
  const file = newFile()
  const ends = [claimFile(file, 'joined'), claimFile(file, 'joined')]
  refused(file, 'alone')
  ends[0]?.()
  refused(file, 'alone')
  ends[1]?.()
  claimFile(file, 'alone')()
})
