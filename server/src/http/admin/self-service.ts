// The resource /admin/v1/self-service: what people may do for themselves at /me.
import { changeSelfServiceBody, selfService } from '@countersign/protocol/admin'
import { changeSelfService, showSelfService } from '../../flows/admin/self-service.js'
import type { Operation } from '../operation.js'
import { adminOperation } from './operation.js'

const example = { pair: true, revoke: true, addresses: true, codes: true }
const shape = { name: 'SelfService', schema: selfService }

export const selfServiceOperations: readonly Operation[] = [
  adminOperation(
    {
      method: 'get',
      path: '/admin/v1/self-service',
      group: 'Settings',
      summary: 'What people may do for themselves',
      description: 'At `/me`. What is false here is refused by the server, not only hidden.',
      answer: { status: 200, description: 'What they may.', shape },
      codes: [],
      example: { answer: { ...example, revision: 0 } },
    },
    undefined,
    ({ ports, actor }) => showSelfService(ports, actor, undefined),
  ),
  adminOperation(
    {
      method: 'put',
      path: '/admin/v1/self-service',
      group: 'Settings',
      summary: 'Change what people may do for themselves',
      description: 'In force from the next request on.',
      ifMatch: true,
      answer: { status: 200, description: 'As it is now.', shape },
      codes: ['body_invalid', 'changed_meanwhile'],
      example: { body: { ...example, pair: false }, answer: { ...example, pair: false, revision: 1 } },
    },
    { name: 'ChangeSelfService', schema: changeSelfServiceBody },
    ({ ports, actor, body, revision = 0 }) => changeSelfService(ports, actor, { rights: body, revision }),
  ),
]
