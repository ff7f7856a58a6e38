// Somebody's passkeys: /admin/v1/accounts/{id}/passkeys.
import type { AccountId } from '@countersign/protocol'
import { passkeyList } from '@countersign/protocol'
import { removePasskeyByAdmin, showPasskeys } from '../../flows/admin/passkeys.js'
import type { Operation } from '../operation.js'
import { examplePasskey } from '../v1/passkey-examples.js'
import { adminOperation } from './operation.js'
import { pathId } from './path-id.js'

const group = 'Accounts'

export const accountPasskeyOperations: readonly Operation[] = [
  adminOperation(
    {
      method: 'get',
      path: '/admin/v1/accounts/{id}/passkeys',
      group,
      summary: 'Somebody’s passkeys',
      description: 'Oldest first. Only their person adds any, at /me.',
      answer: {
        status: 200,
        description: 'All of them.',
        shape: { name: 'PasskeyList', schema: passkeyList },
      },
      codes: ['not_found'],
      example: { answer: { passkeys: [examplePasskey] } },
    },
    undefined,
    ({ ports, actor, params }) => showPasskeys(ports, actor, { accountId: pathId<AccountId>(params) }),
  ),
  adminOperation(
    {
      method: 'delete',
      path: '/admin/v1/accounts/{id}/passkeys/{passkeyId}',
      group,
      summary: 'Remove somebody’s passkey',
      description:
        'It lets nobody in any more, and the person is told. With their last one gone they add the next by phone. In a browser it needs a fresh approval.',
      answer: { status: 204, description: 'Removed.' },
      codes: ['not_found', 'approval_needed'],
      example: {},
    },
    undefined,
    ({ ports, actor, params }) =>
      removePasskeyByAdmin(ports, actor, {
        accountId: pathId<AccountId>(params),
        id: pathId(params, 'passkeyId'),
      }),
  ),
]
