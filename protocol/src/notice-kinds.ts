// What a person can be told about their account: the kinds alone, for pages that load little.

/** Every kind there is; `facts` of each are listed in SPEC section 4. A kind, once given, keeps its meaning. */
export const noticeKinds = [
  'device_added',
  'device_removed',
  'second_factor_disabled',
  'login_reported',
  'addresses_changed',
  'role_given',
  'totp_added',
  'totp_removed',
  /** A login by a code from an app: `name` of the app with codes, `appName`, `address`. */
  'totp_used',
  'backup_codes_made',
  'backup_codes_removed',
  /** `left`, `selector`, `appName`, `address`. */
  'backup_code_used',
  /** `untilMs`, `reason`. */
  'bypass_code_made',
  'bypass_code_used',
  /** The phone's fingerprint or face approves from now on, or no more: `deviceName`. */
  'biometrics_added',
  'biometrics_removed',
  /** A phone has a PIN from now on, another one, or asked for it in vain and may only deny: `deviceName`. */
  'pin_set',
  'pin_changed',
  'pin_locked',
  /** `name`. */
  'passkey_added',
  'passkey_removed',
  /** A login page's browser is known from now on, or waits to be: `browser`, `address`, `place`, `appName`. */
  'browser_added',
  /** Too many wrong codes: `way`, `appName`, `address`. */
  'codes_blocked',
  /** Somebody proved two codes and may pair a phone: `address`, `browser`. */
  'recovery_started',
  /** The person, or whoever reads their mail, said "this wasn't me". */
  'account_stopped',
  /** From now on nothing rings then, or it does again: `from`, `to`, `timeZone`; empty: no quiet hours. */
  'quiet_hours_changed',
  /** Somebody asks and asks, and nobody approves: `requests` of seven days, `denied`, and of the last one `appName`, `address`, `browser`. */
  'login_harassment',
  /** At a login: so many requests were denied before it, `denied`. */
  'logins_denied',
] as const
export type NoticeKind = (typeof noticeKinds)[number]

/** Told on phones and at /me alone: what somebody may do every day would make mail that nobody reads. */
export const quietKinds = ['totp_used', 'logins_denied'] as const satisfies readonly NoticeKind[]
export type MailedKind = Exclude<NoticeKind, (typeof quietKinds)[number]>

/** About these, for a week, one can say "this wasn't me": what an attacker who is inside, or on the way in, leaves behind ([NM1]). */
export const disownableKinds: readonly NoticeKind[] = [
  'device_added',
  'device_removed',
  'addresses_changed',
  'totp_added',
  'totp_removed',
  'totp_used',
  'backup_codes_made',
  'backup_code_used',
  'bypass_code_made',
  'bypass_code_used',
  'biometrics_added',
  'biometrics_removed',
  'pin_set',
  'pin_changed',
  'pin_locked',
  'passkey_added',
  'passkey_removed',
  'browser_added',
  'recovery_started',
  'quiet_hours_changed',
]
