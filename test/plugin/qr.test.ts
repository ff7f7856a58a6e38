// The element's own QR encoder, read back by another library's decoder.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { qrModules } from '@countersign/web-plugin/element-qr'
import jsQR from 'jsqr'

const SCALE = 3
const QUIET = 4

test('[QR3] every length of link that a server address allows is read back from its QR code', () => {
  for (let length = 1; length <= 520; length += length < 30 ? 1 : 7) {
    const text = linkOf(length)
    assert.equal(read(qrModules(text)), text, `${length} bytes`)
  }
})

test('[QR3] the QR code of a usual server has at most 41 modules a side, so that a camera reads it at arm’s length', () => {
  const link =
    'https://countersign.example.org/authenticator/#scan=AAECAwQFBgcICQoLDA0ODw.EBESExQVFhcYGRobHB0eHw'
  assert.ok(qrModules(link).length <= 41)
})

test('[QR3] what does not fit is refused, not cut', () => {
  assert.throws(() => qrModules('x'.repeat(521)), RangeError)
})

function linkOf(length: number): string {
  const letters = 'https://id.example/authenticator/#scan=AbCd-_09.'
  return letters.repeat(Math.ceil(length / letters.length)).slice(0, length)
}

function read(rows: readonly (readonly boolean[])[]): string | undefined {
  const width = (rows.length + 2 * QUIET) * SCALE
  const pixels = new Uint8ClampedArray(width * width * 4).fill(255)
  for (let y = 0; y < width; y++)
    for (let x = 0; x < width; x++)
      if (rows[Math.floor(y / SCALE) - QUIET]?.[Math.floor(x / SCALE) - QUIET] === true)
        pixels.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3)
  return jsQR.default(pixels, width, width)?.data
}
