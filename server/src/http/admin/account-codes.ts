// The other ways in of an account: /admin/v1/accounts/{id}/codes, …/backup-codes and …/bypass-codes. Apps with codes have a file of their own.
import type { AccountId } from '@countersign/protocol'
import { BYPASS_CODE_MAX_MINUTES, BYPASS_CODE_MINUTES } from '@countersign/protocol'
import {
  accountCodes,
  BYPASS_CODE_MIN_MINUTES,
  backupCodesMade,
  bypassCodeMade,
  makeBypassCodeBody,
} from '@countersign/protocol/admin'
import { showAccountCodes } from '../../flows/admin/account-codes.js'
import { makeBackupCodesByAdmin, removeBackupCodesByAdmin } from '../../flows/admin/backup-codes.js'
import { makeBypassCode, revokeBypassCode } from '../../flows/admin/bypass-codes.js'
import type { Operation } from '../operation.js'
import { exampleBypassId, exampleCodes, exampleMade } from './code-examples.js'
import { adminOperation } from './operation.js'
import { pathId } from './path-id.js'

const group = 'Accounts'
const accountOf = (params: Readonly<Record<string, string>>) => ({ accountId: pathId<AccountId>(params) })

export const accountCodeOperations: readonly Operation[] = [
  adminOperation(
    {
      method: 'get',
      path: '/admin/v1/accounts/{id}/codes',
      group,
      summary: 'What lets somebody in when the phone cannot be asked',
      description:
        'Apps with codes, backup codes by their first groups, the latest bypass codes, and the kinds that wrong codes hold back now. Never a code.',
      answer: {
        status: 200,
        description: 'All of it.',
        shape: { name: 'AccountCodes', schema: accountCodes },
      },
      codes: ['not_found'],
      example: { answer: exampleCodes },
    },
    undefined,
    ({ ports, actor, params }) => showAccountCodes(ports, actor, accountOf(params)),
  ),
  adminOperation(
    {
      method: 'post',
      path: '/admin/v1/accounts/{id}/backup-codes',
      group,
      summary: 'Make backup codes',
      description:
        'Ten codes, each good for one login, told this once: print them for the person, never mail them. Those of before count no more, and the person is told. Takes some seconds. No body.',
      answer: {
        status: 201,
        description: 'The codes.',
        shape: { name: 'BackupCodesMade', schema: backupCodesMade },
      },
      codes: ['not_found', 'approval_needed', 'account_suspended', 'too_many_requests', 'unavailable'],
      example: { answer: exampleMade },
    },
    undefined,
    ({ ports, actor, params }) => makeBackupCodesByAdmin(ports, actor, accountOf(params)),
  ),
  adminOperation(
    {
      method: 'delete',
      path: '/admin/v1/accounts/{id}/backup-codes',
      group,
      summary: 'Remove the backup codes',
      description: 'None of them counts any more, and the person is told. None is no fault.',
      answer: { status: 204, description: 'Removed.' },
      codes: ['not_found', 'approval_needed'],
      example: {},
    },
    undefined,
    ({ ports, actor, params }) => removeBackupCodesByAdmin(ports, actor, accountOf(params)),
  ),
  adminOperation(
    {
      method: 'post',
      path: '/admin/v1/accounts/{id}/bypass-codes',
      group,
      summary: 'Make a bypass code',
      description: `For the help desk that knows who calls: twelve digits, good for one login, for ${BYPASS_CODE_MINUTES} minutes unless you say otherwise (${BYPASS_CODE_MIN_MINUTES} to ${BYPASS_CODE_MAX_MINUTES}). One that was open counts no more. Who made it, and why, is recorded, and the person is told.`,
      answer: {
        status: 201,
        description: 'The code, this once.',
        shape: { name: 'BypassCodeMade', schema: bypassCodeMade },
      },
      codes: ['body_invalid', 'not_found', 'approval_needed', 'account_suspended'],
      example: {
        body: { reason: 'Phone at the repair shop; known by voice', minutes: 30 },
        answer: { id: exampleBypassId, code: '4829 1503 3776', expiresAtMs: 1_795_003_800_000 },
      },
    },
    { name: 'MakeBypassCode', schema: makeBypassCodeBody },
    ({ ports, actor, params, body }) => makeBypassCode(ports, actor, { ...accountOf(params), ...body }),
  ),
  adminOperation(
    {
      method: 'delete',
      path: '/admin/v1/accounts/{id}/bypass-codes/{codeId}',
      group,
      summary: 'Revoke a bypass code',
      description: 'It counts no more. One that is over already is no fault.',
      answer: { status: 204, description: 'Revoked.' },
      codes: ['not_found', 'approval_needed'],
      example: {},
    },
    undefined,
    ({ ports, actor, params }) =>
      revokeBypassCode(ports, actor, { ...accountOf(params), id: pathId<string>(params, 'codeId') }),
  ),
]
