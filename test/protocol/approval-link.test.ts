// The link to the authenticator on the same phone and the way back: what is read, what is refused, where it leads.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ChallengeId } from '@countersign/protocol'
import {
  formatApprovalLink,
  isBackPath,
  readApprovalFragment,
  readReturnFragment,
  returnAddress,
} from '@countersign/protocol'
import fc from 'fast-check'
import { storedVector } from './make-vectors.js'

const vectors = JSON.parse(storedVector('links.json'))
const { challengeId, secret, back, link, returnCode, origin } = vectors as {
  readonly challengeId: ChallengeId
  readonly secret: string
  readonly back: string
  readonly link: string
  readonly returnCode: string
  readonly origin: string
}

test('[LK2] the link of the vectors is made of its parts and read back into them', () => {
  assert.equal(formatApprovalLink('https://id.example.org', { challengeId, secret, back }), link)
  assert.deepEqual(readApprovalFragment(new URL(link).hash), { challengeId, secret, back })
})

test('[LK2] [LK6] a fragment of any other form is no link', () => {
  for (const fragment of vectors.badFragments)
    assert.equal(readApprovalFragment(fragment), undefined, fragment)
  const [head] = new URL(link).hash.split('&back=')
  for (const path of vectors.badPaths)
    assert.equal(readApprovalFragment(`${head}&back=${path}`), undefined, path)
})

test('[LK6] the way back is a plain path, whatever is tried', () => {
  for (const path of vectors.goodPaths) assert.ok(isBackPath(path), path)
  for (const path of vectors.badPaths) {
    assert.ok(!isBackPath(path), path)
    assert.equal(returnAddress(origin, path, returnCode), undefined, path)
    assert.throws(() => formatApprovalLink('https://id.example.org', { challengeId, secret, back: path }))
  }
})

test('[LK4] the return address is at the signed origin and holds the code in its fragment alone', () => {
  assert.equal(returnAddress(origin, back, returnCode), vectors.returnAddress)
  assert.equal(returnAddress(origin, back), `${origin}${back}`)
  const { hash, pathname, search } = new URL(vectors.returnAddress)
  assert.deepEqual([pathname, search, readReturnFragment(hash)], [back, '', returnCode])
  for (const other of [
    '',
    'javascript:alert(1)',
    'https://',
    'ftp://a.example',
    'https://a.example/',
    'https://u@a.example',
    'https://a.example?',
    'https://a.example\\',
    'https://a .example',
  ])
    assert.equal(returnAddress(other, back, returnCode), undefined, other)
  for (const other of [
    '',
    '#',
    '#countersign=',
    `#countersign=${returnCode}x`,
    `#x&countersign=${returnCode}`,
    `#countersign=${returnCode.slice(1)}`,
  ])
    assert.equal(readReturnFragment(other), undefined, other)
})

test('[LK6] no text makes an address of another origin', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('', '/', '//', '/\\', '/a/', '/../'),
      (text, start) => {
        const address = returnAddress(origin, start + text, returnCode)
        assert.ok(address === undefined || new URL(address).origin === origin)
      },
    ),
    { numRuns: 5_000 },
  )
})
