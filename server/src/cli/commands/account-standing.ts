// `countersign account suspend`, `resume`, `delete`, `countersign unlock` and `countersign second-factor …`: whether an account lets anybody in.
import type { AccountId } from '@countersign/protocol'
import type { AccountBody } from '@countersign/protocol/admin'
import {
  deleteAccount,
  disableSecondFactor,
  enableSecondFactor,
  resumeAccount,
  suspendAccount,
  unlockAccount,
} from '../../flows/admin/account-standing.js'
import type { Action } from '../../flows/admin/action.js'
import { operator, reported, userIdArgument, withAccount } from '../accounts.js'
import type { Command } from '../command.js'
import { defineCommand } from '../command.js'
import { faultOf } from '../refusals.js'
import { when } from '../report.js'
import { readDuration } from '../values.js'

export const accountSuspend: Command = verb('account suspend', suspendAccount, {
  sentence: 'let nobody in with an account, until it is resumed',
  details:
    'From this moment: requests that wait end, approvals that were not redeemed are worth nothing, and its phones’ connections close within a second.',
  done: ({ userId }) => `suspended ${userId}`,
})

export const accountResume: Command = verb('account resume', resumeAccount, {
  sentence: 'let a suspended account log in again',
  details: 'With the phones it had.',
  done: ({ userId }) => `resumed ${userId}`,
})

export const unlock: Command = verb('unlock', unlockAccount, {
  sentence: 'forget wrong picks, doubts and reports of an account',
  details:
    'Phones that may only deny approve again, and symbols are trusted again. First be sure that the person is who they say.',
  done: ({ userId }) => `unlocked ${userId}`,
})

export const secondFactorEnable: Command = verb('second-factor enable', enableSecondFactor, {
  sentence: 'ask for the phone again, from the next login on',
  details: 'Ends what countersign second-factor disable began.',
  done: ({ userId }) => `${userId} is asked for its phone again`,
})

export const secondFactorDisable = defineCommand({
  name: 'second-factor disable',
  sentence: 'let an account in without its phone for a time',
  details:
    'Only apps that accept it do so. Reason and end are recorded, and the person is told. At most 30 days.',
  arguments: [userIdArgument],
  options: {
    for: { type: 'string', value: 'TIME', sentence: 'how long, e.g. 1h or 2d' },
    reason: { type: 'string', value: 'TEXT', sentence: 'why; the person reads it' },
  },
  examples: ['countersign second-factor disable alice --for 1h --reason "phone lost"'],
  async run({ arguments: { USER_ID }, options }, surroundings) {
    const { report } = surroundings
    const lasting = readDuration('--for', options.for ?? '')
    if (!lasting.ok) return report.failed(lasting.fault)
    const reason = options.reason?.trim() ?? ''
    if (reason === '')
      return report.failed({
        exit: 'usage',
        code: 'value_invalid',
        sentence: '--reason is missing: the audit and the person must know why',
        next: 'the same command with --help',
      })
    return withAccount(surroundings, USER_ID, async (ports, { id }) => {
      const untilMs = ports.clock.nowMs() + lasting.value
      const disabled = await disableSecondFactor(ports, operator, { id, untilMs, reason })
      return reported(
        surroundings,
        USER_ID,
        disabled,
        ({ userId }) => `${userId} needs no phone until ${when(untilMs)}`,
      )
    })
  },
})

export const accountDelete = defineCommand({
  name: 'account delete',
  sentence: 'delete an account for good',
  details:
    'Its phones are removed, its user ID is free again, nothing personal stays but the user ID in the audit. To keep somebody out for now, suspend.',
  arguments: [userIdArgument],
  options: { yes: { type: 'boolean', sentence: 'yes, for good' } },
  examples: ['countersign account delete alice --yes'],
  async run({ arguments: { USER_ID }, options }, surroundings) {
    const { report } = surroundings
    if (!options.yes)
      return report.failed({
        exit: 'usage',
        code: 'value_invalid',
        sentence: `to delete "${USER_ID}" for good, say --yes`,
        next: `countersign account delete ${USER_ID} --yes, or countersign account suspend ${USER_ID}`,
      })
    return withAccount(surroundings, USER_ID, async (ports, { id, userId }) => {
      const deleted = await deleteAccount(ports, operator, { id })
      if (!deleted.ok) return report.failed(faultOf(deleted.refusal, USER_ID))
      return report.done({ deleted: { id, userId } }, `deleted ${userId}`)
    })
  },
})

interface VerbText {
  readonly sentence: string
  readonly details: string
  readonly done: (account: AccountBody) => string
}

function verb(
  name: string,
  run: Action<{ readonly id: AccountId }, AccountBody>,
  { sentence, details, done }: VerbText,
): Command {
  return defineCommand({
    name,
    sentence,
    details,
    arguments: [userIdArgument],
    options: {},
    examples: [`countersign ${name} alice`],
    run: ({ arguments: { USER_ID } }, surroundings) =>
      withAccount(surroundings, USER_ID, async (ports, { id }) =>
        reported(surroundings, USER_ID, await run(ports, operator, { id }), done),
      ),
  })
}
