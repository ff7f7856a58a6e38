// Which other ways in than the phone the login page offers: as the policies allow them, this app takes them, and this person may.
import type { CodeWay, WaysAnswer } from '@countersign/protocol'
import type { CountersignClient } from './client.js'
import { CountersignError } from './countersign-error.js'
import type { PluginRequest } from './http.js'
import { mayUseCode, mayUsePasskey } from './instead-of-phone.js'
import type { Look } from './look.js'
import { lookOf } from './look.js'
import type { Settings, Subject } from './options.js'
import { contextOf } from './request-context.js'

/** `passkey_only`: and nothing else counts, the phone included. */
export type WayHere = CodeWay | 'passkey' | 'passkey_only'

/** A passkey first: nothing else is safe from a page in between. */
export function waysHere<Req extends PluginRequest>(
  settings: Settings<Req>,
  subject: Subject,
  { otherWays, passkeys }: WaysAnswer,
): readonly WayHere[] {
  const codes = mayUseCode(settings, subject) ? otherWays : []
  if (passkeys === 'off' || !mayUsePasskey(settings, subject)) return codes
  return passkeys === 'required' ? ['passkey_only'] : ['passkey', ...codes]
}

/** Ways without a request: what a page shows that asks no phone. */
export interface WaysShown {
  readonly otherWays: readonly WayHere[]
  readonly look: Look | undefined
}

/** Throws CountersignError. @param isAsked false: this person has nothing to choose here. */
export async function askWays<Req extends PluginRequest>(
  settings: Settings<Req>,
  client: CountersignClient,
  req: Req,
  subject: Subject,
  isAsked: boolean,
): Promise<WaysShown> {
  const mayChoose = isAsked && (mayUseCode(settings, subject) || mayUsePasskey(settings, subject))
  const question = { userId: subject.userId, context: contextOf(settings, req) }
  const otherWays = mayChoose ? waysHere(settings, subject, await client.ways(question)) : []
  return { otherWays, look: await lookHere(settings, client) }
}

/** A login without a request: the phone is not asked. */
export interface OnlyWays extends WaysShown {
  readonly state: 'ways'
}

/** What a page shows whose request was refused since nothing but a passkey counts; undefined: for another reason, or none may be used. */
export async function insteadOfRequest<Req extends PluginRequest>(
  settings: Settings<Req>,
  client: CountersignClient,
  subject: Subject,
  error: unknown,
): Promise<OnlyWays | undefined> {
  const isOnly = error instanceof CountersignError && error.code === 'passkey_required'
  if (!isOnly || !mayUsePasskey(settings, subject)) return undefined
  return { state: 'ways', otherWays: ['passkey_only'], look: await lookHere(settings, client) }
}

async function lookHere<Req extends PluginRequest>(
  { publicServerUrl }: Settings<Req>,
  client: CountersignClient,
): Promise<Look | undefined> {
  const look = await client.look()
  return look && lookOf(look, publicServerUrl)
}
