// Everything the screens show, in one value: accounts, open requests, outcomes, the pairing under way, preferences.
import type {
  BiometricsStatus,
  ConnectionState,
  Keystore,
  LinkOutcome,
  OfflineCodeStatus,
  OpenRequest,
  Outcome,
  Pairing,
  PinStatus,
} from '@countersign/client-sdk'
import type {
  ApprovalLink,
  DecisionName,
  DeviceId,
  Notice,
  PairingLink,
  ScanLink,
  TicketFound,
} from '@countersign/protocol'
import type { HistoryEntry } from './history-log.js'
import type { Preferences } from './preferences.js'
import type { Proving } from './proving/proving.js'
import type { RangVisit, RingingState } from './ringing/state.js'
import { silent } from './ringing/state.js'
import type { Words } from './text/index.js'
import { english } from './text/index.js'

/** `keys_vanished`: the browser deleted the key (PROTOCOL §12 calls it a normal event). */
export type AccountCondition = ConnectionState | 'keys_vanished' | 'suspended'

export interface Account {
  readonly pairing: Pairing
  readonly condition: AccountCondition
  /** The number to compare, while the other screen has not confirmed. */
  readonly confirmation: string | undefined
  readonly offlineCode: OfflineCodeStatus
  readonly biometrics: BiometricsStatus
  readonly pin: PinStatus
}

/** An open request together with the pairing it came to. */
export interface Held {
  readonly deviceId: DeviceId
  readonly request: OpenRequest
}

/** An answer on its way. */
export interface Answering {
  readonly decision: DecisionName
  readonly held: readonly Held[]
}

/** Why an answer has no outcome. Words for each are in text/. */
export type AnswerFault =
  | 'suspended'
  | 'counter'
  | 'revoked'
  | 'pin_wrong'
  | 'pin_locked'
  | 'not_delivered'
  | 'unknown'
  | 'storage'
  | 'other'

/** What became of a request; stays on the screen until the person has read it. */
export interface Ended {
  readonly held: Held
  readonly result: Outcome | LinkOutcome | { readonly state: 'failed'; readonly fault: AnswerFault }
  /** What this phone answered last; undefined when it did not. */
  readonly answered: DecisionName | undefined
  /** Other requests of the same screen that were denied with it. */
  readonly alsoDenied: number
}

/** Why the request of a link is not shown. */
export type LinkFault = 'broken' | 'not_paired' | 'other_server' | 'not_here' | 'unreachable'

/** The QR code of a login page; `camera`: this app saw it, and not another one, a link or a paste. */
export type ScannedLink = ScanLink & { readonly by: 'camera' | 'elsewhere' }

/** The person came for one request: a login page on this phone opened the app (`link`), or they scanned one (`scan`). */
export type LinkVisit = {
  readonly of: 'link' | 'scan'
} & (
  | { readonly step: 'looking' | 'here'; readonly link: ApprovalLink | ScannedLink }
  | {
      readonly step: 'missing'
      readonly link: ApprovalLink | ScannedLink | undefined
      readonly fault: LinkFault
    }
)

export type PairingFault =
  | 'link_invalid'
  | 'ticket_invalid'
  | 'unreachable'
  | 'server_mismatch'
  | 'key_unusable'
  | 'too_many_devices'
  | 'withdrawn'
  | 'other'

export type PairingStep =
  | { readonly step: 'none' }
  | { readonly step: 'looking_up'; readonly link: PairingLink }
  | { readonly step: 'offer'; readonly link: PairingLink; readonly found: TicketFound }
  | { readonly step: 'accepting'; readonly link: PairingLink; readonly found: TicketFound }
  | { readonly step: 'confirming'; readonly pairing: Pairing; readonly confirmation: string }
  | { readonly step: 'done'; readonly pairing: Pairing }
  | { readonly step: 'failed'; readonly fault: PairingFault; readonly link: PairingLink | undefined }

export interface AppState {
  readonly phase: 'opening' | 'ready' | 'other_tab' | 'insecure' | 'no_storage'
  readonly online: boolean
  readonly accounts: readonly Account[]
  /** Verified, not expired, not being answered; oldest first. */
  readonly open: readonly Held[]
  readonly answering: Answering | undefined
  /** An approval waits for its person to show that it is them. */
  readonly proving: Proving | undefined
  readonly ended: Ended | undefined
  readonly pairing: PairingStep
  readonly link: LinkVisit | undefined
  readonly history: readonly HistoryEntry[]
  readonly historyUnsaved: boolean
  /** What each account was told, newest first, by device id. */
  readonly notices: Readonly<Record<string, readonly Notice[]>>
  /** Up to when the person has read them. */
  readonly noticesReadMs: Readonly<Record<string, number>>
  readonly preferences: Preferences
  /** What the screens say, in the language that was loaded last. */
  readonly words: Words
  /** A request left a screen that still shows another one. */
  readonly oneWithdrawn: boolean
  /** How this browser keeps keys. */
  readonly keyKind: Keystore['kind'] | undefined
  readonly ringing: RingingState
  readonly rang: RangVisit | undefined
  /** A new release of the app waits for the person's word. */
  readonly update: 'none' | 'ready' | 'taking'
  /** The browser offers to install the app when it is asked. */
  readonly canInstall: boolean
  /** A pairing link was opened where the app should be installed first (PROTOCOL §12). */
  readonly installFirst: string | undefined
}

export function initialState(preferences: Preferences): AppState {
  return {
    phase: 'opening',
    online: true,
    accounts: [],
    open: [],
    answering: undefined,
    proving: undefined,
    ended: undefined,
    pairing: { step: 'none' },
    link: undefined,
    history: [],
    historyUnsaved: false,
    notices: {},
    noticesReadMs: {},
    preferences,
    words: english,
    oneWithdrawn: false,
    keyKind: undefined,
    ringing: silent,
    rang: undefined,
    update: 'none',
    canInstall: false,
    installFirst: undefined,
  }
}
