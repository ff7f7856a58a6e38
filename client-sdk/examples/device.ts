// A complete device: pairs by a link, rings, approves, denies, reports. Whatever a platform brings is passed in; nothing else is needed.
import type { Device, DeviceOptions, Keystore, OpenRequest } from '@countersign/client-sdk'
import { acceptPairing, DeviceError, lookUpPairing, openDevice } from '@countersign/client-sdk'
import { accessPassById, parsePairingLink } from '@countersign/protocol'

/** What a platform brings. In browsers and Node most of it has a default; React Native passes all of it. */
export interface Place extends Omit<DeviceOptions, 'pairing' | 'key' | 'onEvent'> {
  readonly keystore: Keystore
}

/** The screens: three things that a device says to its person, and one that it asks. */
export interface Screen {
  tell(words: string): void
  /** Shows a request until `withdraw` names it; the person's answer goes to `decide`. */
  ring(device: Device, request: OpenRequest): void
  withdraw(request: OpenRequest, state: string): void
  agree(question: string): Promise<boolean>
}

/** Looks the link up, asks, makes a key, and shows the six digits that must be the same where the link came from. */
export async function pair(place: Place, screen: Screen, text: string): Promise<void> {
  const link = parsePairingLink(text)
  if (link === undefined) return screen.tell('This is no pairing link.')
  const found = await lookUpPairing(link, place)
  if (!(await screen.agree(`Pair with ${found.userId} at ${found.serverName}?`))) return
  const { confirmation } = await acceptPairing(link, found, { ...place, deviceName: 'Example device' })
  screen.tell(`Compare with the other screen: ${confirmation}`)
}

/** Connects every pairing, and stays connected until `stop()` of the devices that come back. */
export async function start(place: Place, screen: Screen): Promise<readonly Device[]> {
  const devices: Device[] = []
  for (const pairing of await place.store.all()) {
    const device: Device = await openDevice({
      ...place,
      pairing,
      onEvent(event) {
        if (event.type === 'request') screen.ring(device, event.request)
        if (event.type === 'withdrawn') screen.withdraw(event.request, event.outcome.state)
        if (event.type === 'connection') screen.tell(`${pairing.userId}: ${event.connection}`)
        if (event.type === 'fault') screen.tell(event.error.message)
      },
    })
    device.start()
    devices.push(device)
  }
  return devices
}

/** All that a person must read before they decide. Every word of it was signed by the server that this device is paired with. */
export function wordsOf(request: OpenRequest): readonly string[] {
  const { appName, userId, address, browser, place, purpose, transaction, options } = request
  const passes = options.map((id) => `${id} ${accessPassById(id)?.name.en ?? '?'}`)
  return [
    `${appName} asks for ${userId}: ${purpose}`,
    ...(transaction ? [`${transaction.title} ${transaction.amount} to ${transaction.payee}`] : []),
    `from ${[address, browser, place].filter(Boolean).join(', ') || 'somewhere unknown'}`,
    request.browserKnown === 'new' ? 'a browser that was never seen before' : '',
    request.mode === 'symbol' ? `type the number of the access pass you see there: ${passes.join(', ')}` : '',
    request.mode === 'code' ? 'type the six digits you see there' : '',
    'd denies, r says that this was not you',
  ].filter((line) => line !== '')
}

/** What the person typed → what the server says of it. Denying takes one tap and nothing else; approving is what they read there. */
export async function decide(device: Device, request: OpenRequest, typed: string): Promise<string> {
  const { challengeId, mode } = request
  try {
    if (typed === 'd') return (await device.deny(challengeId)).state
    if (typed === 'r') return (await device.report(challengeId)).state
    const choice =
      mode === 'code'
        ? ({ mode: 'code', code: typed } as const)
        : ({ mode: 'symbol', symbolId: Number(typed) } as const)
    return (await device.approve(challengeId, choice)).state
  } catch (error) {
    if (error instanceof DeviceError) return error.code
    throw error
  }
}
