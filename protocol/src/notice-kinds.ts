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
  /** Too many wrong codes: `way`, `appName`, `address`. */
  'codes_blocked',
  /** Somebody proved two codes and may pair a phone: `address`, `browser`. */
  'recovery_started',
  /** The person, or whoever reads their mail, said "this wasn't me". */
  'account_stopped',
] as const
export type NoticeKind = (typeof noticeKinds)[number]

/** Told on phones and at /me alone: what somebody may do every day would make mail that nobody reads. */
export const quietKinds = ['totp_used'] as const satisfies readonly NoticeKind[]
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
  'recovery_started',
]
