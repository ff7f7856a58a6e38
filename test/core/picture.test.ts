// Which bytes are a logo: told by the bytes alone.
import assert from 'node:assert/strict'
import test from 'node:test'
import { LOGO_MAX_BYTES } from '@countersign/protocol/admin'
import { logoTypeOf } from '@countersign/server/core/picture'
import fc from 'fast-check'
import { pngChunk, tinyPng, tinyWebp } from '../support/pictures.js'

test('a PNG and a WebP are what they are', () => {
  assert.equal(logoTypeOf(tinyPng()), 'image/png')
  assert.equal(logoTypeOf(tinyPng(2048, 1)), 'image/png')
  assert.equal(logoTypeOf(tinyWebp()), 'image/webp')
  assert.equal(logoTypeOf(tinyWebp(2048, 2048)), 'image/webp')
})

test('lossy and extended WebP are known by their own heads', () => {
  // RFC 6386 §9.1, and RFC 9649 §2.7.
  const lossy = webp('VP8 ', [0, 0, 0, 0x9d, 0x01, 0x2a, 16, 0, 16, 0])
  assert.equal(logoTypeOf(lossy), 'image/webp')
  assert.equal(logoTypeOf(webp('VP8 ', [0, 0, 0, 0, 0, 0, 16, 0, 16, 0])), undefined)
  assert.equal(logoTypeOf(webp('VP8X', [0, 0, 0, 0, 255, 0, 0, 255, 0, 0])), 'image/webp')
  assert.equal(logoTypeOf(webp('VP8X', [0, 0, 0, 0, 255, 255, 255, 255, 0, 0])), undefined)
  assert.equal(logoTypeOf(webp('EVIL', [0, 0, 0, 0, 15, 0, 0, 15, 0, 0])), undefined)
})

test('no other format is taken, whatever it is called', () => {
  for (const text of [
    '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    '<?xml version="1.0"?><svg/>',
    'GIF89a',
    '<!doctype html>',
    '\u0089PNG',
    '',
  ])
    assert.equal(logoTypeOf(new TextEncoder().encode(text)), undefined, text)
})

test('a picture with something behind its end, or cut off, is none', () => {
  const script = new TextEncoder().encode('<script>alert(1)</script>')
  for (const picture of [tinyPng(), tinyWebp()]) {
    assert.equal(logoTypeOf(joined(picture, script)), undefined)
    assert.equal(logoTypeOf(picture.slice(0, -1)), undefined)
    assert.equal(logoTypeOf(joined(script, picture)), undefined)
  }
  // A second end behind a script: the last bytes are right, and the chunks do not lead there.
  const end = new Uint8Array(pngChunk('IEND', new Uint8Array(0)))
  assert.equal(logoTypeOf(joined(tinyPng(), script, end)), undefined)
})

test('what is too large, in bytes or in points, is none', () => {
  const filled = pngWithFilling(LOGO_MAX_BYTES - tinyPng().length - 12)
  assert.equal(filled.length, LOGO_MAX_BYTES)
  assert.equal(logoTypeOf(filled), 'image/png')
  assert.equal(logoTypeOf(pngWithFilling(LOGO_MAX_BYTES - tinyPng().length - 11)), undefined)
  for (const [width, height] of [
    [2049, 1],
    [1, 2049],
    [0, 1],
    [0xffffffff, 0xffffffff],
  ] as const)
    assert.equal(logoTypeOf(tinyPng(width, height)), undefined)
  assert.equal(logoTypeOf(tinyWebp(2049, 1)), undefined)
})

test('a chunk that says it is longer than the file leads nowhere, and ends the search', () => {
  const png = tinyPng()
  const broken = png.slice()
  broken.set([0xff, 0xff, 0xff, 0xff], 33)
  assert.equal(logoTypeOf(broken), undefined)
})

test('any bytes at all are judged without a throw', () => {
  const heads = [tinyPng().slice(0, 24), tinyWebp().slice(0, 20), new Uint8Array(0)]
  fc.assert(
    fc.property(fc.constantFrom(...heads), fc.uint8Array({ maxLength: 200 }), (head, rest) => {
      logoTypeOf(joined(head, rest))
    }),
  )
})

function pngWithFilling(bytes: number): Uint8Array {
  const png = tinyPng()
  const text = new Uint8Array(pngChunk('tEXt', new Uint8Array(bytes)))
  return joined(png.slice(0, 33), text, png.slice(33))
}

function webp(chunk: string, data: readonly number[]): Uint8Array {
  const file = Buffer.alloc(20 + data.length)
  file.write('RIFF', 0, 'latin1')
  file.writeUInt32LE(file.length - 8, 4)
  file.write(`WEBP${chunk}`, 8, 'latin1')
  file.writeUInt32LE(data.length, 16)
  file.set(data, 20)
  return new Uint8Array(file)
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts))
}
