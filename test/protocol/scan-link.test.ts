// The text that the QR code of a login page holds: written, read, and told from everything else.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ChallengeId } from '@countersign/protocol'
import { formatScanLink, parseScanLink, readScanFragment } from '@countersign/protocol'

const challengeId = '00010203-0405-0607-0809-0a0b0c0d0e0f' as ChallengeId
const secret = 'EBESExQVFhcYGRobHB0eHw'
const link = { serverUrl: 'https://login.example.org', challengeId, secret }
const text = 'https://login.example.org/authenticator/#scan=AAECAwQFBgcICQoLDA0ODw.EBESExQVFhcYGRobHB0eHw'

test('[QR3] the QR code of a login page is a link to the authenticator, byte for byte', () => {
  assert.equal(formatScanLink(link), text)
  assert.deepEqual(parseScanLink(text), link)
  assert.deepEqual(parseScanLink(`  ${text}\n`), link)
  assert.deepEqual(
    readScanFragment(link.serverUrl, '#scan=AAECAwQFBgcICQoLDA0ODw.EBESExQVFhcYGRobHB0eHw'),
    link,
  )
})

test('[QR3] what is no such link is none: cut, longer, of another kind, or with a base64url that no encoder writes', () => {
  for (const other of [
    '',
    text.slice(0, -1),
    `${text}A`,
    `${text}&back=/`,
    text.replace('#scan=', '#pair='),
    text.replace('#scan=', '#approve='),
    text.replace('#scan=', '?scan='),
    text.replace('.EBES', 'EBES'),
    text.replace('Hw', 'Hx'),
    '/authenticator/#scan=AAECAwQFBgcICQoLDA0ODw.EBESExQVFhcYGRobHB0eHw',
  ])
    assert.equal(parseScanLink(other), undefined, other)
})
