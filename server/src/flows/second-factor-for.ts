// What an app gets that asks for somebody's second factor: a request, a waiver, or a way to the set-up. The one door of POST /v1/challenges.
import type { ApprovalAnswered, RequestApprovalBody } from '@countersign/protocol'
import type { Ports } from '../core/ports.js'
import type { App } from '../core/records.js'
import type { Refusal, Result } from '../core/refusal.js'
import { accepted, refused } from '../core/refusal.js'
import { requestApproval } from './request-approval.js'
import { offerSetUp } from './set-up/offer-set-up.js'
import { returnFault } from './set-up/return-address.js'
import { waive } from './waive-approval.js'

/**
 * Asks the phone, unless the app accepts waivers and the policy grants one ([WV1]), or the app leads people to the set-up and this
 * one has nothing that could be asked ([SU1]).
 *
 * @param body checked by `requestApprovalBody`.
 * Refuses with `value_invalid` (an address to return to that is not the app's, a transaction without its text or a text without one;
 * whoever it is about), and as `requestApproval` does.
 * @example await secondFactorFor(ports, app, { userId: 'alice', purpose: 'login', appNonce, context, mayWaive: true })
 */
export async function secondFactorFor(
  ports: Ports,
  app: App,
  body: RequestApprovalBody,
): Promise<Result<ApprovalAnswered>> {
  const fault = returnFault(app, body.maySetUp?.returnTo, 'maySetUp.returnTo') ?? transactionFault(body)
  if (fault !== undefined) return refused(fault)
  const instead =
    (body.mayWaive === true ? await waive(ports, app, body) : undefined) ??
    (body.maySetUp === undefined || body.purpose === 'transaction'
      ? undefined
      : await offerSetUp(ports, app, body, body.maySetUp))
  return instead === undefined ? requestApproval(ports, app, body) : accepted(instead)
}

/** [TX1]: what is approved is said, and a login says nothing of that kind. */
function transactionFault({ purpose, transaction }: RequestApprovalBody): Refusal | undefined {
  if ((purpose === 'transaction') === (transaction !== undefined)) return undefined
  return {
    reason: 'value_invalid',
    path: 'transaction',
    expected: 'with purpose `transaction`, and with no other',
  }
}
