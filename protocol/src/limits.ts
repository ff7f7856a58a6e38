// Every number both ends share: the unit is in the name, the line above says why this and no other.

/** A person finds the phone and answers in well under a minute; each second more is one more for an attacker (NIST SP 800-63B-4 §3.1.3.2 caps 10 min). */
export const CHALLENGE_TTL_SECONDS = 90
/** NIST SP 800-63B-4 §3.1.3.2: an out-of-band secret lives at most 10 minutes. */
export const CHALLENGE_TTL_MAX_SECONDS = 600
/** Below this nobody has unlocked a phone and found the pass: a policy cannot ask for less. */
export const CHALLENGE_TTL_MIN_SECONDS = 30
/** An approved login is fetched by the waiting page at once; a minute covers a slow network and a reload. */
export const REDEEM_WITHIN_SECONDS = 60
/** An assertion is checked by the app that asked in the same request; one minute is clock skew, not use. */
export const ASSERTION_TTL_SECONDS = 60
/** A waiver is checked by the app that asked in the same request, as an assertion is. */
export const WAIVER_TTL_SECONDS = 60
/** How far an app's clock may differ from the server's when it checks an assertion. */
export const CLOCK_SKEW_SECONDS = 60
/** The ticket's QR is scanned while it is on the screen (NIST SP 800-63B-4 §4.1.2.2: at most 10 min). */
export const TICKET_TTL_SECONDS = 600
/** 128 bits: NIST SP 800-63B-4 §4.1.2.2 asks for at least 112. */
export const TICKET_SECRET_BYTES = 16
/** Digits a person types in mode `code`: NIST SP 800-63B-4 §3.1.3.2 asks for at least six. */
export const CODE_DIGITS = 6
/** Access passes on the phone: a blind tap hits one in six, and a wrong pick is final. */
export const SYMBOLS_SHOWN = 6
/** For a browser never seen before: a blind tap hits one in nine. */
export const SYMBOLS_SHOWN_NEW_BROWSER = 9
/** Known browsers of one account: a dozen apps, each from two or three computers. The one that was not used for longest makes room. */
export const KNOWN_BROWSERS_MAX = 40
/** Who signs in once a quarter is known; a computer that was given away is forgotten. */
export const KNOWN_BROWSER_DAYS = 90
/** An app registers the browser of a login that it has just redeemed; the page is still open. */
export const REGISTER_BROWSER_WITHIN_SECONDS = 60
/** The largest grid a phone can show with targets of 48 px and names. */
export const SYMBOLS_SHOWN_MAX = 12
/** Two requests can be told apart on one screen; a third is only fetched by the person's own hand. */
export const OPEN_PUSHED_CHALLENGES_MAX = 2
/** Hard bound of open challenges of one account, pushed or not. */
export const OPEN_CHALLENGES_MAX = 3
/** Unanswered or denied pushes since the last success; beyond them requests wait until the person asks (RFC 10027 §6.1.11). */
export const PUSH_BUDGET: readonly { readonly pushes: number; readonly windowSeconds: number }[] = [
  { pushes: 3, windowSeconds: 600 },
  { pushes: 5, windowSeconds: 3_600 },
  { pushes: 10, windowSeconds: 86_400 },
]
/** Of requests by a user ID alone, which anybody who knows the name can make: rings now and then, and the person asks in the app otherwise. */
export const ID_FIRST_PUSH_BUDGET: readonly { readonly pushes: number; readonly windowSeconds: number }[] = [
  { pushes: 1, windowSeconds: 600 },
  { pushes: 3, windowSeconds: 3_600 },
]
/**
 * Requests after a first factor that nobody approved, until somebody is told: one more than ever rings unanswered, or twenty in a week,
 * which is what whoever stays just below the budgets gets to.
 */
export const HARASSMENT_WINDOWS: readonly { readonly requests: number; readonly windowSeconds: number }[] = [
  { requests: 4, windowSeconds: 600 },
  { requests: 6, windowSeconds: 3_600 },
  { requests: 11, windowSeconds: 86_400 },
  { requests: 20, windowSeconds: 604_800 },
]
/** The alarm is sounded once a day at most: the second mail of a day says nothing new, and the twentieth hides the one that does. */
export const HARASSMENT_ALERT_EVERY_SECONDS = 86_400
/** A night of the longest: nobody is quiet for ever, and whoever gets into an account cannot silence it all day. */
export const QUIET_HOURS_MAX_MINUTES = 720
/** After a wrong pick or a denied request the next ones are typed: two blind taps at 1/6 would already be 31 %. */
export const CODE_MODE_AFTER_DOUBT_SECONDS = 86_400
/** Wrong picks in a row until the device may only deny, until an admin looks (PSD2 RTS Art. 4(3)(b): at most 5). */
export const WRONG_PICKS_SUSPEND = 5
/** Wrong PINs in a row until the device may only deny, for good (NIST SP 800-63B-4 §3.2.10: at most 10; PSD2 RTS Art. 4(3)(b): 5). */
export const PIN_TRIES_MAX = 5
/** Wrong PINs for one request: whoever needs more begins a new login, and has a moment to think. */
export const PIN_TRIES_PER_REQUEST = 3
/** Of PBKDF2-HMAC-SHA-256 (OWASP Password Storage Cheat Sheet, 2023): under a second on a phone, and the tries are counted elsewhere. */
export const PIN_ROUNDS = 600_000
/** NIST SP 800-63B-4 §3.2.10: at least four characters, and better six. */
export const PIN_MIN_CHARACTERS = 6
/** Room for a passphrase. */
export const PIN_MAX_CHARACTERS = 64
/** One person's phones and tablets; every request is signed once for each. */
export const DEVICES_PER_ACCOUNT_MAX = 10
/** Time to answer the socket's nonce: a phone on a bad network needs seconds, a squatter gets no more. */
export const SOCKET_AUTH_SECONDS = 20
/** Below the 60 s after which mobile networks and proxies drop idle connections. */
export const HEARTBEAT_SECONDS = 25
/** Largest WebSocket message: an answer is under 1 kB, a challenge under 8 kB in base64url. */
export const FRAME_MAX_BYTES = 16_384
/** Notices in one message to a phone: more than a month brings, and with all their facts below FRAME_MAX_BYTES. */
export const NOTICES_PER_FRAME_MAX = 20
/** Address of a push subscription: the longest in use are under 600 bytes. */
export const PUSH_ENDPOINT_MAX_BYTES = 2_048
/** What a phone chose to be woken by: 128 bits, known to it and to its server. */
export const PUSH_WAKE_BYTES = 16
/** Largest request body: the largest is a pairing accept, under 2 kB. */
export const REQUEST_BODY_MAX_BYTES = 16_384
/** Longest wait of one long-poll: below the 30 s at which common proxies give up. */
export const LONG_POLL_MAX_SECONDS = 25
/** A challenge key signs for 90 days; the next is announced 14 days before so that offline verifiers learn it in time. */
export const SIGNING_KEY_DAYS = 90
export const SIGNING_KEY_ANNOUNCE_DAYS = 14
/** The start code of an invitation: the link alone is 256 bits, the code keeps a mail thief out, and five wrong ones end it. */
export const START_CODE_DIGITS = 8
/** RFC 6238 §5.2 recommends 30 s; what every app counts by. */
export const TOTP_PERIOD_SECONDS = 30
/** Steps before and after the server's own in which a code counts: RFC 6238 §5.2 (delay of people and networks) and §6 (clocks). */
export const TOTP_WINDOW_STEPS = 1
/** 160 bits, RFC 4226 §4 R6 recommends them; for SHA-256 as many as its hash has (RFC 6238 §3 R6). */
export const TOTP_SECRET_BYTES = { SHA1: 20, SHA256: 32 } as const
/** Of an account, the phones' offline codes among them: each one more makes a guess that much likelier (15 in a million a try at five). */
export const TOTPS_PER_ACCOUNT_MAX = 5
/** Between the QR code on the screen and the first code: a person needs a minute or two. */
export const TOTP_SET_UP_SECONDS = 600
/** Wrong codes that are looked at, of each kind; beyond them none is until the window has passed (SECURITY.md K; RFC 4226 §7.3). */
export const CODE_TRIES: Readonly<
  Record<'totp' | 'backup' | 'bypass', readonly { readonly tries: number; readonly windowSeconds: number }[]>
> = {
  totp: [
    { tries: 5, windowSeconds: 900 },
    { tries: 10, windowSeconds: 86_400 },
  ],
  backup: [{ tries: 5, windowSeconds: 3_600 }],
  bypass: [{ tries: 5, windowSeconds: 3_600 }],
}
/** Wrong codes of one kind in a row until that kind is off: set up anew, or unlocked by the help desk (NIST SP 800-63B-4 §3.2.2). */
export const WRONG_CODES_MAX = 100
/** Backup codes of a set: two months of one forgotten phone a week. */
export const BACKUP_CODES = 10
/** When so many are left the person is reminded to make a new set. */
export const BACKUP_CODES_LOW = 3
/** A bypass code is typed while the help desk is on the phone; at most a day (NIST SP 800-63B-4 §4.2.1.2). */
export const BYPASS_CODE_MINUTES = 60
export const BYPASS_CODE_MAX_MINUTES = 1_440
/** From the login to the end of the set-up: installing an app on a slow network included. */
export const SET_UP_SECONDS = 1_800
/** Enrolments of one app, refused ones too: a company's first morning, and all that a stolen key can make, or ask after, unseen. */
export const ENROLMENTS_PER_HOUR = 300
/** A person's name on an admin's screen: room for long names in scripts of three bytes a character. */
export const DISPLAY_NAME_MAX_BYTES = 254
/** From the question to the answer of a passkey: one on another device is found, and fetched over Bluetooth. */
export const PASSKEY_SECONDS = 300
/** One on each device of a person, and one in a drawer. */
export const PASSKEYS_PER_ACCOUNT_MAX = 10
/** Days a policy may let people put the set-up off: longer than a quarter is no enforcement. */
export const SET_UP_GRACE_DAYS_MAX = 90
/** From the first code of a recovery to the second: a printed list is in a drawer. */
export const RECOVERY_SECONDS = 900
/** What somebody may do after a recovery is little, and soon over. */
export const RECOVERY_SESSION_SECONDS = 1_800
/** How long the link "this wasn't me" of a mail stops an account: a week of holidays. */
export const NOT_ME_DAYS = 7
/** How long an approval counts for what needs a fresh one: one task, not a lunch break. */
export const FRESH_APPROVAL_SECONDS = 300
/** The login page hands 128 bits to the authenticator on the same phone, and gets 128 bits back. */
export const LINK_SECRET_BYTES = 16
export const RETURN_CODE_BYTES = 16
/** The QR code on the login page holds 128 bits (NIST SP 800-63B-4 §3.1.3.2 asks for at least 20 of what is typed, and of a QR code nothing less). */
export const SCAN_SECRET_BYTES = 16
/** Of the path that the authenticator goes back to: longer than any login page's. */
export const BACK_PATH_MAX_LENGTH = 256
/** Policies in the list: beyond what a person can hold in mind, and still parsed in under a millisecond. */
export const POLICIES_MAX = 100
/** Entries of one condition of a policy: apps, groups, networks or times. */
export const POLICY_CONDITIONS_MAX = 100
/** Text lengths in bytes of UTF-8, as they stand in signed documents. */
export const TEXT_MAX_BYTES = {
  userId: 254,
  deviceName: 64,
  appName: 64,
  origin: 255,
  address: 45,
  browser: 128,
  place: 128,
  host: 255,
  transactionTitle: 64,
  transactionAmount: 32,
  transactionPayee: 128,
  transactionNote: 255,
} as const
