// Colours of admins: readable on every ground, and unchanged where they are readable already.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { contrast, grounds, readableTone, tonesOf } from '@countersign/protocol'
import fc from 'fast-check'

test('whatever colour an admin chooses, text in it and on it can be read on light and on dark ground', () => {
  const colour = fc.nat(0xffffff).map((value) => `#${value.toString(16).padStart(6, '0')}`)
  fc.assert(
    fc.property(colour, fc.constantFrom(grounds.light, grounds.dark), (chosen, ground) => {
      const tone = readableTone(chosen, ground)
      assert.match(tone, /^#[0-9a-f]{6}$/)
      assert.ok(contrast(tone, ground) >= 4.5, `${chosen} on ${ground}: ${tone}`)
    }),
    { numRuns: 1_000 },
  )
})

test('a colour that can be read already stays as it is', () => {
  assert.equal(readableTone('#0b5c6b', grounds.light), '#0b5c6b')
  assert.equal(readableTone('#6fd0c8', grounds.dark), '#6fd0c8')
  assert.equal(contrast('#000000', '#ffffff'), 21)
  assert.equal(contrast('#7a3ff2', '#7a3ff2'), 1)
})

test('the grounds are the cards of the phone app, of the console and of the element', async () => {
  const read = (file: string) => readFile(new URL(`../../${file}`, import.meta.url), 'utf8')
  const tokens = await read('client-sdk/authenticator/src/style/tokens.css')
  assert.ok(tokens.includes(`--cs-surface: light-dark(${grounds.light}, ${grounds.dark});`))
  const element = await read('web-plugin/src/element-style.ts')
  const surfaces = [...element.matchAll(/--cs-surface, (#\w+)/g)].map(([, colour]) => colour)
  assert.deepEqual(surfaces, [grounds.light, grounds.dark, grounds.dark])
})

test('a colour is worn by day and by night, readable in both', () => {
  const { light, dark } = tonesOf('#0b5c6b')
  assert.equal(light, '#0b5c6b')
  assert.ok(contrast(dark, grounds.dark) >= 4.5, dark)
})
