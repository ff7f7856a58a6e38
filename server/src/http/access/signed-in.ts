// What every operation of somebody who is signed in has in common, at the console and at /me. No token opens these.
import type { LiveSession } from '../../core/access.js'
import { callingSession } from '../admin/caller.js'
import type { Exchange, Operation, OperationText } from '../operation.js'
import type { SignInPlace } from './sign-in-operations.js'

export function signedIn(
  { kind, base, group }: SignInPlace,
  text: Omit<OperationText, 'access' | 'cors' | 'group'>,
  run: (exchange: Exchange, session: LiveSession, text: OperationText) => ReturnType<Operation['handle']>,
): Operation {
  const whole: OperationText = {
    ...text,
    path: base + text.path,
    group,
    access: kind === 'admin' ? 'admin' : 'person',
    cors: 'no_page',
  }
  return {
    ...whole,
    async handle(exchange) {
      const caller = await callingSession(exchange, kind)
      return caller.ok ? run(exchange, caller.value.session, whole) : caller.problem
    },
  }
}
