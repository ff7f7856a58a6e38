// The Spin model of a challenge: with compare-and-set every interleaving keeps the promises; with read-then-write it does not.
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'

const model = fileURLToPath(new URL('challenge.pml', import.meta.url))
const missing = ['spin', 'gcc'].filter((tool) => spawnSync(tool, ['--version']).error !== undefined)
const skip = missing.length > 0 && process.env['CI'] === undefined
if (skip)
  console.error(
    `SUITE NOT RUN: the model checker needs ${missing.join(' and ')} (Debian packages spin and gcc)`,
  )

/** Explores all states; returns what the checker says. */
function explore(flags: readonly string[]): {
  readonly errors: number
  readonly states: number
  readonly said: string
} {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-model-'))
  try {
    execFileSync('spin', [...flags, '-a', model], { cwd: folder, stdio: 'pipe' })
    execFileSync('gcc', ['-O2', '-DSAFETY', '-DCOLLAPSE', '-w', '-o', 'pan', 'pan.c'], {
      cwd: folder,
      stdio: 'pipe',
    })
    const said = spawnSync('./pan', ['-m100000', '-w24'], { cwd: folder, encoding: 'utf8' }).stdout
    return {
      errors: Number(/errors: (\d+)/.exec(said)?.[1] ?? Number.NaN),
      states: Number(/([\d.e+]+) states, stored/.exec(said)?.[1] ?? Number.NaN),
      said,
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

describe('the challenge under every interleaving', { skip }, () => {
  test('[ST1] [ST2] [ST3] [ST4] [ST5] compare-and-set keeps every promise in every reachable state', () => {
    assert.deepEqual(missing, [], 'engines of the model test')
    const { errors, states, said } = explore([])
    assert.equal(errors, 0, said)
    assert.ok(states > 1_000_000, `the whole space was searched: ${states} states`)
    assert.ok(!/max search depth too small|Search not completed/.test(said), said)
  })

  test('[LK4] [LK5] and so it is where the pages are on the phone: what a link talked the owner into is never redeemed', () => {
    const { errors, states, said } = explore(['-DLINK'])
    assert.equal(errors, 0, said)
    assert.ok(states > 1_000_000, `the whole space was searched: ${states} states`)
    assert.ok(!/max search depth too small|Search not completed/.test(said), said)
  })

  test('the model can fail: read-then-write lets a decided challenge be decided again', () => {
    const { errors, said } = explore(['-DNAIVE'])
    assert.equal(errors, 1, said)
    assert.match(said, /assertion violated/)
  })

  test('[LK4] the model can fail: an approval whose return code went elsewhere is redeemed where nobody asks for it', () => {
    const { errors, said } = explore(['-DLINK', '-DNO_RETURN_CODE'])
    assert.equal(errors, 1, said)
    assert.match(said, /assertion violated/)
  })
})
