import type { Device, DeviceOptions, Keystore, OpenRequest } from '@countersign/client-sdk'
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
export declare function pair(place: Place, screen: Screen, text: string): Promise<void>
/** Connects every pairing, and stays connected until `stop()` of the devices that come back. */
export declare function start(place: Place, screen: Screen): Promise<readonly Device[]>
/** All that a person must read before they decide. Every word of it was signed by the server that this device is paired with. */
export declare function wordsOf(request: OpenRequest): readonly string[]
/** What the person typed → what the server says of it. Denying takes one tap and nothing else; approving is what they read there. */
export declare function decide(device: Device, request: OpenRequest, typed: string): Promise<string>
//# sourceMappingURL=device.d.ts.map
