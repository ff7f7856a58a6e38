// Links between a login page and an authenticator on one phone: good ones with their parts, and what must be refused.
import type { ChallengeId } from '@countersign/protocol'
import {
  formatApprovalLink,
  idFromBytes,
  returnAddress,
  returnCodePreimage,
  toBase64Url,
} from '@countersign/protocol'
import { ids, linkChosen, linkSecret, returnCode, sha256 } from './vectors-input.js'

const challengeId = idFromBytes<ChallengeId>(ids.challengeId)
const secret = toBase64Url(linkSecret)
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const [idText] = /[\w-]{22}/.exec(toBase64Url(ids.challengeId)) ?? ['']

const goodPaths = [
  '/',
  '/countersign',
  '/countersign/',
  '/index.php/login/challenge/countersign',
  '/~a/b-c_d.e',
  '/..',
]
/** Each could lead elsewhere, or carry the return code elsewhere when the page there redirects. */
const badPaths = [
  '',
  'countersign',
  '//evil.example',
  '/\\evil.example',
  '/a//evil.example',
  '/\t/evil.example',
  '/go?to=https://evil.example',
  '/go/https://evil.example',
  '/go%2F%2Fevil.example',
  '/@evil.example',
  '/a#b',
  '/a b',
  '/ä',
  'https://evil.example/',
  `/${'a'.repeat(256)}`,
]

export function linkVectors(): unknown {
  const link = { challengeId, secret, back: '/countersign' }
  const good = formatApprovalLink('https://id.example.org', link)
  const fragment = good.slice(good.indexOf('#'))
  return {
    about: 'The link to the authenticator on the same phone, and the way back (SPEC.md, section 9).',
    ...link,
    link: good,
    returnCode: toBase64Url(returnCode),
    preimage: hex(returnCodePreimage(returnCode)),
    preimageSha256: hex(sha256(returnCodePreimage(returnCode))),
    chosen: hex(linkChosen),
    origin: 'https://pay.example.org',
    returnAddress: returnAddress('https://pay.example.org', link.back, toBase64Url(returnCode)),
    goodPaths,
    badPaths,
    badFragments: [
      '#/approve',
      `#approve=${idText}.${secret}`,
      `#approve=${idText}.${secret.slice(1)}&back=/`,
      `#approve=${idText}&back=/`,
      `#approve=${challengeId}.${secret}&back=/`,
      `${fragment}&back=/elsewhere`,
      fragment.replace(secret, `${secret.slice(0, -1)}z`),
      fragment.replace('#', '#/'),
      fragment.replace('back=', 'to='),
    ],
  }
}
