// Codes from an app, set up for somebody by an admin: /admin/v1/accounts/{id}/totps.
import type { AccountId } from '@countersign/protocol'
import { beginTotpBody, confirmTotpBody, totpBegun, totpBody } from '@countersign/protocol/admin'
import { beginTotpByAdmin, confirmTotpByAdmin, removeTotpByAdmin } from '../../flows/admin/totps.js'
import type { Operation } from '../operation.js'
import { exampleTotp, exampleTotpBegun } from './code-examples.js'
import { adminOperation } from './operation.js'
import { pathId } from './path-id.js'

const group = 'Accounts'

export const accountTotpOperations: readonly Operation[] = [
  adminOperation(
    {
      method: 'post',
      path: '/admin/v1/accounts/{id}/totps',
      group,
      summary: 'Begin to set up codes from an app for somebody',
      description:
        'The secret is told this once: the person’s app takes it from the screen, never from a mail. It counts after the first code, within ten minutes; one that was begun before is forgotten. In a browser it needs a fresh approval.',
      answer: {
        status: 201,
        description: 'What the app takes.',
        shape: { name: 'TotpBegun', schema: totpBegun },
      },
      codes: ['not_found', 'account_suspended', 'approval_needed', 'way_not_allowed', 'conflict'],
      example: { body: { name: 'Aegis' }, answer: exampleTotpBegun },
    },
    { name: 'BeginTotp', schema: beginTotpBody },
    ({ ports, actor, params, body }) =>
      beginTotpByAdmin(ports, actor, { accountId: pathId<AccountId>(params), name: body.name }),
  ),
  adminOperation(
    {
      method: 'post',
      path: '/admin/v1/accounts/{id}/totps/{totpId}/confirm',
      group,
      summary: 'Confirm codes from an app',
      description: 'With the first code that the person’s app shows; the person is told.',
      answer: { status: 200, description: 'It counts.', shape: { name: 'Totp', schema: totpBody } },
      codes: ['not_found', 'account_suspended', 'code_refused', 'conflict'],
      example: { body: { code: '492 039' }, answer: exampleTotp },
    },
    { name: 'ConfirmTotp', schema: confirmTotpBody },
    ({ ports, actor, params, body }) =>
      confirmTotpByAdmin(ports, actor, {
        accountId: pathId<AccountId>(params),
        id: pathId(params, 'totpId'),
        code: body.code,
      }),
  ),
  adminOperation(
    {
      method: 'delete',
      path: '/admin/v1/accounts/{id}/totps/{totpId}',
      group,
      summary: 'Remove codes from an app',
      description:
        'Its codes count no more, and the person is told; also the offline code of a phone. In a browser it needs a fresh approval.',
      answer: { status: 204, description: 'Removed.' },
      codes: ['not_found', 'approval_needed'],
      example: {},
    },
    undefined,
    ({ ports, actor, params }) =>
      removeTotpByAdmin(ports, actor, {
        accountId: pathId<AccountId>(params),
        id: pathId(params, 'totpId'),
      }),
  ),
]
