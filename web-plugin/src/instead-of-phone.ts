// What this app takes in the place of a phone's approval, and from whom: nothing of a person whose phones it has pinned.
import type { PluginRequest } from './http.js'
import type { Settings, Subject } from './options.js'

/** A login without a second factor, where the policies ask none: the operator has said that it is welcome ([WV4]). */
export function mayWaive<Req extends PluginRequest>(settings: Settings<Req>, subject: Subject): boolean {
  return settings.acceptWaivers && trustsServer(subject)
}

/** A typed code, where the policies let one count ([CD6]). */
export function mayUseCode<Req extends PluginRequest>(settings: Settings<Req>, subject: Subject): boolean {
  return settings.acceptCodes && trustsServer(subject)
}

/** A passkey, where the policies let one count: of a person whose phones are pinned only one that is pinned too ([PK13]). */
export function mayUsePasskey<Req extends PluginRequest>(
  settings: Settings<Req>,
  { pinnedDevices, pinnedPasskeys, linking }: Subject,
): boolean {
  if (!settings.acceptPasskeys || linking === true) return false
  return pinnedDevices === undefined || pinnedPasskeys !== undefined
}

/** Being led to the server's set-up page, where the policies ask for a second factor and there is none. */
export function maySetUp<Req extends PluginRequest>(settings: Settings<Req>, subject: Subject): boolean {
  return settings.setUpAtLogin && trustsServer(subject)
}

/** With pinned phones, or while an ID is being linked, nothing less than a phone's own signature does. */
function trustsServer({ pinnedDevices, linking }: Subject): boolean {
  return pinnedDevices === undefined && linking !== true
}
