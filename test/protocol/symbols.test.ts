// The access passes can be told apart: by number, by name in both languages, and by their outline at 32 pixels.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type AccessPass, accessPassById, accessPasses } from '@countersign/protocol'
import { Resvg } from '@resvg/resvg-js'

const MAX_NAME_CHARS = 18
const MAX_PATH_CHARS = 700
// The smallest size at which a pass is ever shown.
const SIDE_PX = 32
// Of the dark pixels of two passes together, the share that is dark in both. Measured: at most 0.69 as drawn, 0.79 with
// their holes filled; a redrawn pass that comes closer to another than this is drawn again.
const MAX_SHARE_AS_DRAWN = 0.72
const MAX_SHARE_OF_OUTLINE = 0.8
const MIN_COVERAGE = 0.12
const MAX_COVERAGE = 0.75

test('[SY1] there are at least 64 access passes to draw from', () => {
  assert.ok(accessPasses.length >= 64, `${accessPasses.length} passes`)
})

test('[SY2] ids are unique, ascend from 1 and fit 16 bits', () => {
  accessPasses.forEach((pass, index) => {
    assert.equal(pass.id, index + 1, pass.slug)
    assert.ok(pass.id <= 0xffff)
  })
})

test('[SY2] a pass is found by its id, and an unknown id finds nothing', () => {
  for (const pass of accessPasses) assert.equal(accessPassById(pass.id), pass)
  for (const id of [0, -1, 1.5, accessPasses.length + 1, Number.NaN])
    assert.equal(accessPassById(id), undefined)
})

test('slugs are unique and kebab-case', () => {
  assertUnique(accessPasses.map((pass) => pass.slug))
  for (const { slug } of accessPasses) assert.match(slug, /^[a-z]+(-[a-z]+)*$/)
})

for (const language of ['en', 'de'] as const) {
  test(`[SY3] names (${language}) are unique, start with a capital and are short enough for a tile`, () => {
    assertUnique(accessPasses.map((pass) => pass.name[language].toLowerCase()))
    for (const { name } of accessPasses) {
      assert.match(name[language], /^\p{Lu}[\p{L} -]*\p{L}$/u)
      assert.ok(name[language].length <= MAX_NAME_CHARS, name[language])
    }
  })
}

test('[SY4] path data holds nothing but SVG path syntax, within the size limit', () => {
  for (const { slug, path } of accessPasses) {
    assert.match(path, /^M[MmLlHhVvCcSsQqTtAaZz0-9 .,-]+z$/, slug)
    assert.ok(path.length <= MAX_PATH_CHARS, `${slug}: ${path.length} characters`)
  }
})

test('[SY4] every pass stays within its box of 24 by 24, and stands in the middle of it', () => {
  for (const pass of accessPasses) {
    const { x, y, width, height } = boundsOf(pass)
    const described = `${pass.slug}: ${width} x ${height} at ${x}, ${y}`
    assert.ok(x >= 0 && y >= 0 && x + width <= 24 && y + height <= 24, described)
    assert.ok(Math.max(width, height) >= 18, described)
    assert.ok(Math.abs(x + width / 2 - 12) <= 1.5 && Math.abs(y + height / 2 - 12) <= 1.5, described)
  }
})

test('[SY4] every pass is a solid shape: neither hairlines nor a full box', () => {
  for (const pass of accessPasses) {
    const coverage = darkCount(silhouetteOf(pass)) / SIDE_PX ** 2
    assert.ok(
      coverage >= MIN_COVERAGE && coverage <= MAX_COVERAGE,
      `${pass.slug} covers ${coverage.toFixed(2)}`,
    )
  }
})

test('[SY4] no two passes look alike at 32 pixels as they are drawn', () => {
  assertApart(silhouetteOf, MAX_SHARE_AS_DRAWN)
})

test('[SY4] no two passes look alike at 32 pixels by their outline alone, with all holes filled', () => {
  assertApart(outlineOf, MAX_SHARE_OF_OUTLINE)
})

test('two drawings that are the same overlap fully, wherever they stand in the box', () => {
  const square = silhouetteOf({ path: 'M3 3h9v9h-9z' })
  const moved = silhouetteOf({ path: 'M12 9h9v9h-9z' })
  const half = silhouetteOf({ path: 'M3 3h9v4.5h-9z' })
  assert.equal(overlap(square, moved), 1)
  assert.equal(overlap(square, half), 0.5)
})

function assertApart(view: (pass: Drawn) => Bitmap, limit: number): void {
  const shapes = accessPasses.map((pass) => ({ slug: pass.slug, dark: view(pass) }))
  shapes.forEach((a, index) => {
    for (const b of shapes.slice(index + 1)) {
      const share = overlap(a.dark, b.dark)
      assert.ok(share <= limit, `${a.slug} and ${b.slug} share ${share.toFixed(3)}`)
    }
  })
}

type Drawn = Pick<AccessPass, 'path'>
// Row by row, true where the pixel is dark.
type Bitmap = readonly boolean[]

function silhouetteOf(pass: Drawn): Bitmap {
  const image = new Resvg(svgOf(pass), {
    background: '#fff',
    fitTo: { mode: 'width', value: SIDE_PX },
  }).render()
  return Array.from({ length: SIDE_PX ** 2 }, (_, pixel) => (image.pixels[pixel * 4] ?? 255) < 128)
}

// What is left when everything white that can be reached from the border is taken away.
function outlineOf(pass: Drawn): Bitmap {
  const dark = silhouetteOf(pass)
  const outside = new Set<number>()
  const border = Array.from({ length: SIDE_PX }, (_, i) => [
    at(i, 0),
    at(i, SIDE_PX - 1),
    at(0, i),
    at(SIDE_PX - 1, i),
  ])
  const open = border.flat()
  for (let pixel = open.pop(); pixel !== undefined; pixel = open.pop()) {
    if (dark[pixel] || outside.has(pixel)) continue
    outside.add(pixel)
    const x = pixel % SIDE_PX
    const y = (pixel - x) / SIDE_PX
    if (x > 0) open.push(pixel - 1)
    if (x < SIDE_PX - 1) open.push(pixel + 1)
    if (y > 0) open.push(pixel - SIDE_PX)
    if (y < SIDE_PX - 1) open.push(pixel + SIDE_PX)
  }
  return dark.map((_, pixel) => !outside.has(pixel))
}

// Intersection over union of the dark pixels with the box centres aligned; of two half-pixel roundings the closer counts.
function overlap(a: Bitmap, b: Bitmap): number {
  const from = centreOf(a)
  const to = centreOf(b)
  const shiftsX = new Set([Math.floor(to.x - from.x), Math.ceil(to.x - from.x)])
  const shiftsY = new Set([Math.floor(to.y - from.y), Math.ceil(to.y - from.y)])
  const total = darkCount(a) + darkCount(b)
  const shares = [...shiftsX].flatMap((dx) =>
    [...shiftsY].map((dy) => {
      const both = sharedCount(a, b, dx, dy)
      return both / (total - both)
    }),
  )
  return Math.max(...shares)
}

function sharedCount(a: Bitmap, b: Bitmap, dx: number, dy: number): number {
  let shared = 0
  for (let y = Math.max(0, -dy); y < Math.min(SIDE_PX, SIDE_PX - dy); y++) {
    for (let x = Math.max(0, -dx); x < Math.min(SIDE_PX, SIDE_PX - dx); x++) {
      if (a[at(x, y)] && b[at(x + dx, y + dy)]) shared++
    }
  }
  return shared
}

function centreOf(dark: Bitmap): { readonly x: number; readonly y: number } {
  const xs = dark.flatMap((isDark, pixel) => (isDark ? [pixel % SIDE_PX] : []))
  const ys = dark.flatMap((isDark, pixel) => (isDark ? [Math.floor(pixel / SIDE_PX)] : []))
  return { x: (Math.min(...xs) + Math.max(...xs)) / 2, y: (Math.min(...ys) + Math.max(...ys)) / 2 }
}

function boundsOf(pass: Drawn): { x: number; y: number; width: number; height: number } {
  const bounds = new Resvg(svgOf(pass)).innerBBox()
  assert.ok(bounds)
  return bounds
}

const svgOf = ({ path }: Drawn): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path fill-rule="evenodd" d="${path}"/></svg>`

const at = (x: number, y: number): number => y * SIDE_PX + x
const darkCount = (dark: Bitmap): number => dark.filter(Boolean).length

function assertUnique(values: readonly string[]): void {
  assert.equal(new Set(values).size, values.length)
}
