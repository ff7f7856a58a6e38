// The resources of /me/v1 about codes: what one has beside one’s phones, and one’s own backup codes.
import { backupCodesMade } from '@countersign/protocol/admin'
import { myCodes } from '@countersign/protocol/me'
import { makeMyBackupCodes } from '../../flows/me/backup-codes.js'
import { myCodes as showMyCodes } from '../../flows/me/codes.js'
import { exampleBackupCodes, exampleMade, exampleTotp } from '../admin/code-examples.js'
import type { Operation } from '../operation.js'
import { meOperation } from './operation.js'

export const codeOperations: readonly Operation[] = [
  meOperation(
    {
      method: 'get',
      path: '/me/v1/codes',
      summary: 'One’s own other ways in',
      description:
        'Apps with codes, backup codes by their first groups, and the kinds that some app takes. Never a code.',
      answer: { status: 200, description: 'All of it.', shape: { name: 'MyCodes', schema: myCodes } },
      codes: [],
      example: {
        answer: {
          totps: [exampleTotp],
          backupCodes: exampleBackupCodes,
          allowed: ['totp', 'backup', 'bypass'],
        },
      },
    },
    undefined,
    ({ ports, session }) => showMyCodes(ports, session, undefined),
  ),
  meOperation(
    {
      method: 'post',
      path: '/me/v1/backup-codes',
      summary: 'Make one’s own backup codes',
      description:
        'Ten codes, each good for one login, shown this once. Those of before count no more. Needs a fresh approval: `approval_needed` means POST /me/v1/session/approval first. Takes some seconds. No body.',
      answer: {
        status: 201,
        description: 'The codes.',
        shape: { name: 'BackupCodesMade', schema: backupCodesMade },
      },
      codes: ['forbidden', 'approval_needed', 'too_many_requests', 'unavailable'],
      example: { answer: exampleMade },
    },
    undefined,
    ({ ports, session }) => makeMyBackupCodes(ports, session, undefined),
  ),
]
