// Colours of admins: readable on every ground, and unchanged where they are readable already.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contrast, readableTone } from '@countersign/protocol'
import fc from 'fast-check'

const LIGHT = '#ffffff'
const DARK = '#211f1c'

test('whatever colour an admin chooses, text in it and on it can be read on light and on dark ground', () => {
  const colour = fc.nat(0xffffff).map((value) => `#${value.toString(16).padStart(6, '0')}`)
  fc.assert(
    fc.property(colour, fc.constantFrom(LIGHT, DARK), (chosen, ground) => {
      const tone = readableTone(chosen, ground)
      assert.match(tone, /^#[0-9a-f]{6}$/)
      assert.ok(contrast(tone, ground) >= 4.5, `${chosen} on ${ground}: ${tone}`)
    }),
    { numRuns: 1_000 },
  )
})

test('a colour that can be read already stays as it is', () => {
  assert.equal(readableTone('#0b5c6b', LIGHT), '#0b5c6b')
  assert.equal(readableTone('#6fd0c8', DARK), '#6fd0c8')
  assert.equal(contrast('#000000', '#ffffff'), 21)
})
