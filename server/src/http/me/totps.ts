// The resources of /me/v1 about codes from an app: set up, confirmed by a first code, removed.
import { beginTotpBody, confirmTotpBody, totpBegun, totpBody } from '@countersign/protocol/admin'
import { beginMyTotp, confirmMyTotp, removeMyTotp } from '../../flows/me/totps.js'
import { exampleTotp, exampleTotpBegun } from '../admin/code-examples.js'
import type { Operation } from '../operation.js'
import { meOperation } from './operation.js'

const places = { id: 'As beginning it, or the list of one’s codes, told it.' } as const

export const totpOperations: readonly Operation[] = [
  meOperation(
    {
      method: 'post',
      path: '/me/v1/totps',
      summary: 'Begin to set up codes from an app',
      description:
        'Needs a fresh approval: `approval_needed` means POST /me/v1/session/approval first. The secret is told this once; it counts after the first code, within ten minutes. One that was begun before is forgotten.',
      answer: {
        status: 201,
        description: 'What the app takes.',
        shape: { name: 'TotpBegun', schema: totpBegun },
      },
      codes: ['body_invalid', 'forbidden', 'approval_needed', 'way_not_allowed', 'conflict'],
      example: { body: { name: 'Aegis' }, answer: exampleTotpBegun },
    },
    { name: 'BeginTotp', schema: beginTotpBody },
    ({ ports, session, body }) => beginMyTotp(ports, session, body),
  ),
  meOperation(
    {
      method: 'post',
      path: '/me/v1/totps/{id}/confirm',
      summary: 'Confirm codes from an app',
      description: 'With the first code that the app shows. From then on its codes count, each once.',
      places,
      answer: { status: 200, description: 'It counts.', shape: { name: 'Totp', schema: totpBody } },
      codes: ['body_invalid', 'not_found', 'forbidden', 'code_refused', 'conflict'],
      example: { body: { code: '492 039' }, answer: exampleTotp },
    },
    { name: 'ConfirmTotp', schema: confirmTotpBody },
    ({ ports, session, id, body }) => confirmMyTotp(ports, session, { id, code: body.code }),
  ),
  meOperation(
    {
      method: 'delete',
      path: '/me/v1/totps/{id}',
      summary: 'Remove codes from an app',
      description:
        'They count no more; also the offline code of a phone, which forgets it. Needs a fresh approval.',
      places,
      answer: { status: 204, description: 'Removed.' },
      codes: ['not_found', 'forbidden', 'approval_needed'],
      example: {},
    },
    undefined,
    ({ ports, session, id }) => removeMyTotp(ports, session, { id }),
  ),
]
