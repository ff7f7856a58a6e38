// The resources of /me/v1 about one's own passkeys: shown, added, removed.
import { addPasskeyBody, myPasskeys, passkeyBegun, passkeyBody } from '@countersign/protocol'
import {
  addMyPasskey,
  beginMyPasskey,
  removeMyPasskey,
  myPasskeys as showMyPasskeys,
} from '../../flows/me/passkeys.js'
import type { Operation } from '../operation.js'
import { exampleBegun, examplePasskey } from '../v1/passkey-examples.js'
import { meOperation } from './operation.js'

export const passkeyOperations: readonly Operation[] = [
  meOperation(
    {
      method: 'get',
      path: '/me/v1/passkeys',
      summary: 'One’s own passkeys',
      description:
        'Oldest first. `guarded`: some login takes nothing but a passkey, so adding and removing one asks for one.',
      answer: {
        status: 200,
        description: 'All of them.',
        shape: { name: 'MyPasskeys', schema: myPasskeys },
      },
      codes: ['forbidden'],
      example: { answer: { passkeys: [examplePasskey], guarded: false } },
    },
    undefined,
    ({ ports, session }) => showMyPasskeys(ports, session, undefined),
  ),
  meOperation(
    {
      method: 'post',
      path: '/me/v1/passkeys/begin',
      summary: 'Begin to add a passkey',
      description:
        'Needs a fresh approval: `approval_needed` means POST /me/v1/session/approval first, `passkey_required` POST /me/v1/session/approval/passkey. No body. The answer is for `navigator.credentials.create`, with a resident key and user verification required.',
      answer: {
        status: 201,
        description: 'What the browser makes one with.',
        shape: { name: 'PasskeyBegun', schema: passkeyBegun },
      },
      codes: ['forbidden', 'approval_needed', 'passkey_required', 'conflict'],
      example: { answer: exampleBegun },
    },
    undefined,
    ({ ports, session }) => beginMyPasskey(ports, session, undefined),
  ),
  meOperation(
    {
      method: 'post',
      path: '/me/v1/passkeys',
      summary: 'Add a passkey',
      description: 'What the browser made. It counts at once, and the person is told.',
      answer: { status: 201, description: 'It counts.', shape: { name: 'Passkey', schema: passkeyBody } },
      codes: [
        'body_invalid',
        'forbidden',
        'approval_needed',
        'passkey_required',
        'passkey_refused',
        'account_suspended',
        'conflict',
      ],
      example: {
        body: {
          name: examplePasskey.name,
          registration: exampleBegun.registration,
          credentialId: 'AAECAwQFBgcICQoLDA0ODw',
          clientDataJson: 'eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIi…',
          attestationObject: 'o2NmbXRkbm9uZ…',
        },
        answer: examplePasskey,
      },
    },
    { name: 'AddPasskey', schema: addPasskeyBody },
    ({ ports, session, body }) => addMyPasskey(ports, session, body),
  ),
  meOperation(
    {
      method: 'delete',
      path: '/me/v1/passkeys/{id}',
      summary: 'Remove a passkey',
      description: 'It lets nobody in any more. Needs a fresh approval, as adding one does.',
      places: { id: 'As the list of one’s passkeys told it.' },
      answer: { status: 204, description: 'Removed.' },
      codes: ['not_found', 'forbidden', 'approval_needed', 'passkey_required'],
      example: {},
    },
    undefined,
    ({ ports, session, id }) => removeMyPasskey(ports, session, { id }),
  ),
]
