// Every operation of the set-up page, in the order in which a person meets them.
import {
  backupCodesMade,
  beginTotpBody,
  confirmPairingBody,
  confirmTotpBody,
  pairingBody,
  totpBegun,
  totpBody,
} from '@countersign/protocol/admin'
import { setUpBody, setUpFinished, setUpPairingBegun } from '@countersign/protocol/me'
import { beginSetUpTotp, confirmSetUpTotp } from '../../flows/set-up/add-app-with-codes.js'
import { makeSetUpCodes } from '../../flows/set-up/backup-codes-first.js'
import { showSetUp } from '../../flows/set-up/begin-set-up.js'
import { leaveSetUp } from '../../flows/set-up/leave-set-up.js'
import {
  beginSetUpPairing,
  confirmSetUpPairing,
  setUpPairing,
  withdrawSetUpPairing,
} from '../../flows/set-up/pair-first-phone.js'
import { removeCookie } from '../access/cookies.js'
import { exampleMade, exampleTotp, exampleTotpBegun } from '../admin/code-examples.js'
import type { Operation } from '../operation.js'
import { beginSetUpOperation } from './begin.js'
import { exampleSetUp } from './examples.js'
import { setUpOperation } from './operation.js'

/** A step that a person takes once or twice. */
const STEPS_PER_MINUTE = 120
/** A page asks each second while the phone is scanning; forty of them behind one address. */
const LOOKS_PER_MINUTE = 2_400
/** Ten slow hashes each. */
const SETS_PER_MINUTE = 20

export const setUpOperations: readonly Operation[] = [
  beginSetUpOperation,
  setUpOperation(
    {
      method: 'get',
      path: '/set-up/v1/state',
      summary: 'How far a set-up is',
      description: 'For the browser that opened the link.',
      answer: { status: 200, description: 'Its state.', shape: { name: 'SetUp', schema: setUpBody } },
      codes: ['link_invalid', 'too_many_requests'],
      example: { answer: { ...exampleSetUp, hasBackupCodes: true } },
    },
    undefined,
    LOOKS_PER_MINUTE,
    ({ ports, browserSecret }) => showSetUp(ports, browserSecret),
  ),
  setUpOperation(
    {
      method: 'post',
      path: '/set-up/v1/backup-codes',
      summary: 'Make the backup codes of a set-up',
      description:
        'Comes first, and takes seconds. Shown this once; they count when the phone, or the app with codes, does. Made anew, those of before go. No body.',
      answer: {
        status: 201,
        description: 'The codes.',
        shape: { name: 'BackupCodesMade', schema: backupCodesMade },
      },
      codes: ['origin_forbidden', 'link_invalid', 'too_many_requests', 'unavailable'],
      example: { answer: exampleMade },
    },
    undefined,
    SETS_PER_MINUTE,
    ({ ports, browserSecret }) => makeSetUpCodes(ports, browserSecret),
  ),
  setUpOperation(
    {
      method: 'post',
      path: '/set-up/v1/pairing',
      summary: 'Begin to pair the phone of a set-up',
      description: 'A link that was made before opens nothing any more. No body.',
      answer: {
        status: 201,
        description: 'The link, for a QR code; ten minutes, once.',
        shape: { name: 'SetUpPairingBegun', schema: setUpPairingBegun },
      },
      codes: ['origin_forbidden', 'link_invalid', 'conflict', 'too_many_devices', 'too_many_requests'],
      example: {
        answer: {
          link: 'https://id.example.org/authenticator/#pair=…',
          expiresAtMs: 1_795_000_600_000,
        },
      },
    },
    undefined,
    STEPS_PER_MINUTE,
    ({ ports, browserSecret }) => beginSetUpPairing(ports, browserSecret),
  ),
  setUpOperation(
    {
      method: 'get',
      path: '/set-up/v1/pairing',
      summary: 'Where the phone of a set-up is',
      description: 'Once a phone has accepted: what it is called, and the six digits that it must show.',
      answer: {
        status: 200,
        description: 'The pairing.',
        shape: { name: 'Pairing', schema: pairingBody },
      },
      codes: ['link_invalid', 'not_found', 'too_many_requests'],
      example: { answer: { state: 'accepted', deviceName: 'Alice’s phone', confirmation: '481930' } },
    },
    undefined,
    LOOKS_PER_MINUTE,
    ({ ports, browserSecret }) => setUpPairing(ports, browserSecret),
  ),
  setUpOperation(
    {
      method: 'post',
      path: '/set-up/v1/pairing/confirm',
      summary: 'Confirm the phone of a set-up',
      description:
        'The person saw the same six digits on both screens. The phone counts, and with it the backup codes; every other code of the account goes. It logs nobody in.',
      answer: { status: 200, description: 'It is done.', shape: { name: 'SetUp', schema: setUpBody } },
      codes: [
        'body_invalid',
        'origin_forbidden',
        'link_invalid',
        'forbidden',
        'not_found',
        'ticket_invalid',
        'conflict',
        'too_many_requests',
      ],
      example: {
        body: { confirmation: '481930' },
        answer: { ...exampleSetUp, state: 'done', hasBackupCodes: true, hasPhone: true },
      },
    },
    { name: 'ConfirmPairing', schema: confirmPairingBody },
    STEPS_PER_MINUTE,
    ({ ports, browserSecret, body }) => confirmSetUpPairing(ports, browserSecret, body.confirmation),
  ),
  setUpOperation(
    {
      method: 'post',
      path: '/set-up/v1/pairing/withdraw',
      summary: 'Throw the phone of a set-up out',
      description: 'The digits differ: another phone answered. No body.',
      answer: { status: 204, description: 'Withdrawn.' },
      codes: ['origin_forbidden', 'link_invalid', 'not_found', 'ticket_invalid', 'too_many_requests'],
      example: {},
    },
    undefined,
    STEPS_PER_MINUTE,
    ({ ports, browserSecret }) => withdrawSetUpPairing(ports, browserSecret),
  ),
  setUpOperation(
    {
      method: 'post',
      path: '/set-up/v1/totps',
      summary: 'Begin an app with codes in a set-up',
      description:
        'Beside the phone, once that counts, or instead of one; only where the app that the person comes from takes such codes. The secret is told this once; it counts after its first code, within ten minutes.',
      answer: {
        status: 201,
        description: 'What the app takes.',
        shape: { name: 'TotpBegun', schema: totpBegun },
      },
      codes: [
        'body_invalid',
        'origin_forbidden',
        'link_invalid',
        'way_not_allowed',
        'conflict',
        'too_many_requests',
      ],
      example: { body: { name: 'Aegis' }, answer: exampleTotpBegun },
    },
    { name: 'BeginTotp', schema: beginTotpBody },
    STEPS_PER_MINUTE,
    ({ ports, browserSecret, body }) => beginSetUpTotp(ports, browserSecret, body.name),
  ),
  setUpOperation(
    {
      method: 'post',
      path: '/set-up/v1/totps/{id}/confirm',
      summary: 'Confirm an app with codes in a set-up',
      description:
        'With the first code that it shows. While no phone counts, the set-up is done with it, as with a phone.',
      places: { id: 'As beginning it told it.' },
      answer: { status: 200, description: 'It counts.', shape: { name: 'Totp', schema: totpBody } },
      codes: [
        'body_invalid',
        'origin_forbidden',
        'link_invalid',
        'way_not_allowed',
        'not_found',
        'code_refused',
        'conflict',
        'too_many_requests',
      ],
      example: { body: { code: '492 039' }, answer: exampleTotp },
    },
    { name: 'ConfirmTotp', schema: confirmTotpBody },
    STEPS_PER_MINUTE,
    ({ ports, browserSecret, id, body }) => confirmSetUpTotp(ports, browserSecret, { id, code: body.code }),
  ),
  setUpOperation(
    {
      method: 'post',
      path: '/set-up/v1/finish',
      summary: 'Leave a set-up that is done',
      description:
        'Removes the cookie, and tells where the login goes on: at the app, which asks for what was set up. No body.',
      answer: {
        status: 200,
        description: 'An address at one of the origins of the app.',
        shape: { name: 'SetUpFinished', schema: setUpFinished },
      },
      codes: ['origin_forbidden', 'link_invalid', 'conflict', 'too_many_requests'],
      example: { answer: { returnTo: exampleSetUp.returnTo } },
    },
    undefined,
    STEPS_PER_MINUTE,
    async ({ ports, browserSecret, exchange }) => {
      const left = await leaveSetUp(ports, browserSecret)
      if (left.ok) removeCookie(exchange.response, 'countersign-set-up', ports.settings.publicUrl)
      return left
    },
  ),
]
