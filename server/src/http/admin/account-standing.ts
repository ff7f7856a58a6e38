// What an admin does about one account: suspend, resume, unlock, let in without its phone, and what it was asked lately.
import type { AccountId } from '@countersign/protocol'
import type { AccountBody } from '@countersign/protocol/admin'
import { disableSecondFactorBody, requestList, SECOND_FACTOR_OFF_MAX_DAYS } from '@countersign/protocol/admin'
import type { AuditPosition } from '../../core/ports-audit.js'
import { accepted } from '../../core/refusal.js'
import { listRequests } from '../../flows/admin/account-requests.js'
import {
  disableSecondFactor,
  enableSecondFactor,
  resumeAccount,
  suspendAccount,
  unlockAccount,
} from '../../flows/admin/account-standing.js'
import type { Action } from '../../flows/admin/action.js'
import type { Operation } from '../operation.js'
import { ACCOUNT, exampleAccount, exampleRequest } from './account-examples.js'
import { adminOperation } from './operation.js'
import { cursorIn, cursorOf, limitIn, pageParameters } from './paging.js'
import { pathId } from './path-id.js'

const group = 'Accounts'

export const accountStandingOperations: readonly Operation[] = [
  verb('suspend', suspendAccount, {
    summary: 'Suspend an account',
    description:
      'Nobody logs in with it from this moment: requests that wait end, approvals that were not redeemed are worth nothing, sessions and the phones’ connections end. Twice is no fault.',
    codes: ['not_found', 'conflict'],
    shown: { state: 'suspended' },
  }),
  verb('resume', resumeAccount, {
    summary: 'Resume an account',
    description: 'As it was before, with its phones. Twice is no fault.',
    codes: ['not_found'],
    shown: {},
  }),
  verb('unlock', unlockAccount, {
    summary: 'Unlock an account',
    description:
      'For the help desk that knows who calls: wrong picks, doubts, unanswered requests and reports are forgotten, and phones that may only deny approve again.',
    codes: ['not_found'],
    shown: { lock: { ...exampleAccount.lock, unansweredPushes: 0, locked: false } },
  }),
  adminOperation(
    {
      method: 'post',
      path: '/admin/v1/accounts/{id}/second-factor/disable',
      group,
      summary: 'Let an account in without its phone for a time',
      description: `Apps that accept it do not ask the phone until then, at most ${SECOND_FACTOR_OFF_MAX_DAYS} days ahead. Reason and end are recorded, and the person is told.`,
      answer: { status: 200, description: 'The account.', shape: ACCOUNT },
      codes: ['not_found', 'body_invalid'],
      example: {
        body: { untilMs: 1_795_086_400_000, reason: 'Phone lost; a new one comes tomorrow' },
        answer: {
          ...exampleAccount,
          secondFactorOffUntilMs: 1_795_086_400_000,
          secondFactorOff: {
            untilMs: 1_795_086_400_000,
            reason: 'Phone lost; a new one comes tomorrow',
          },
        },
      },
    },
    { name: 'DisableSecondFactor', schema: disableSecondFactorBody },
    ({ ports, actor, params, body }) =>
      disableSecondFactor(ports, actor, { id: pathId<AccountId>(params), ...body }),
  ),
  verb('second-factor/enable', enableSecondFactor, {
    summary: 'Ask for the phone again',
    description: 'From the next login on. Twice is no fault.',
    codes: ['not_found'],
    shown: {},
  }),
  adminOperation(
    {
      method: 'get',
      path: '/admin/v1/accounts/{id}/requests',
      group,
      summary: 'What an account was asked lately',
      description: 'How each request ended, the newest first, as the audit tells it.',
      query: pageParameters,
      answer: {
        status: 200,
        description: 'A page of requests. It may be short, even empty, and still have a next one.',
        shape: { name: 'AccountRequests', schema: requestList },
      },
      codes: [],
      example: { answer: { items: [exampleRequest], next: null } },
    },
    undefined,
    async ({ ports, actor, params, query }) => {
      const before = positionIn(cursorIn(query))
      const asked = { accountId: pathId<AccountId>(params), before, limit: limitIn(query) }
      const found = await listRequests(ports, actor, asked)
      if (!found.ok) return found
      const { rows, next } = found.value
      return accepted({ items: [...rows], next: next === undefined ? null : cursorOf(positionText(next)) })
    },
  ),
]

interface VerbText {
  readonly summary: string
  readonly description: string
  readonly codes: Operation['codes']
  /** How the example differs. */
  readonly shown: Partial<AccountBody>
}

/** POST /admin/v1/accounts/{id}/<word>, without a body. */
function verb(
  word: string,
  run: Action<{ readonly id: AccountId }, AccountBody>,
  { summary, description, codes, shown }: VerbText,
): Operation {
  return adminOperation(
    {
      method: 'post',
      path: `/admin/v1/accounts/{id}/${word}`,
      group,
      summary,
      description,
      answer: { status: 200, description: 'The account.', shape: ACCOUNT },
      codes,
      example: { answer: { ...exampleAccount, ...shown } },
    },
    undefined,
    ({ ports, actor, params }) => run(ports, actor, { id: pathId<AccountId>(params) }),
  )
}

const positionText = ({ atMs, id }: AuditPosition): string => `${atMs} ${id}`

function positionIn(text: string): AuditPosition | undefined {
  const [, atMs, id] = /^(\d{1,15}) (\S+)$/.exec(text) ?? []
  return atMs === undefined || id === undefined ? undefined : { atMs: Number(atMs), id }
}
