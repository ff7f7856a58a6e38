// Leads somebody who needs a second factor and has none to the server's set-up page: at the pinned server, and nowhere else.
import type { SetUpNeeded } from '@countersign/protocol'
import { CountersignError } from './countersign-error.js'
import type { PluginRequest } from './http.js'
import { mayWaive } from './instead-of-phone.js'
import type { Settings, Subject } from './options.js'
import { isAt } from './server-address.js'

/** 200 of POST start, in the place of a request. */
export interface SetUpOffered {
  readonly state: 'set_up'
  /** Its fragment holds a secret for this person. */
  readonly link: string
  readonly goodForMs: number
  /** Until when they may say "later"; null: not at all. */
  readonly laterUntilMs: number | null
}

/**
 * What the page is told. Throws CountersignError `bad_response` for a link to anywhere but the server as browsers reach it: the
 * page goes where this says.
 */
export function offerSetUp<Req extends PluginRequest>(
  settings: Settings<Req>,
  subject: Subject,
  { link, expiresAtMs, laterUntilMs }: SetUpNeeded,
): SetUpOffered {
  if (!isAt(link, settings.publicServerUrl)) throw new CountersignError('bad_response')
  settings.log('countersign.set_up_offered', { userId: subject.userId })
  return {
    state: 'set_up',
    link,
    goodForMs: Math.max(0, expiresAtMs - Date.now()),
    // "Later" is a waiver: an app that takes none has no later.
    laterUntilMs: mayWaive(settings, subject) ? laterUntilMs : null,
  }
}
