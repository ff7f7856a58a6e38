// A flow's refusal → what the person at the terminal reads: an operator may know more than the outside (core/refusal.ts).
import { TEXT_MAX_BYTES } from '@countersign/protocol'
import type { Refusal } from '../core/refusal.js'
import { conflictWords, missingWords } from './conflicts.js'
import type { Fault } from './report.js'

/** Sentence and next step of a refusal; `subject` is what the person named: a user ID, an app, a device. */
export function faultOf(refusal: Refusal, subject: string): Fault {
  const [sentence, next] = words(refusal, subject)
  const exit = refusal.reason === 'text_invalid' ? 'usage' : 'refused'
  return { exit, code: refusal.reason, sentence, next }
}

function words(refusal: Refusal, subject: string): readonly [sentence: string, next: string] {
  switch (refusal.reason) {
    case 'account_unknown':
      return [
        `there is no account "${subject}"`,
        'countersign account list, or countersign account add USER_ID',
      ]
    case 'account_exists':
      return [`the account "${subject}" exists already`, `countersign account show ${subject}`]
    case 'account_suspended':
      return [`the account "${subject}" is suspended`, `countersign account resume ${subject}`]
    case 'app_unknown':
      return [`there is no app "${subject}"`, 'countersign app list']
    case 'app_exists':
      return [`the app "${subject}" exists already`, `for a new key: countersign app rotate-key "${subject}"`]
    case 'device_unknown':
      return [`there is no device "${subject}"`, 'countersign device list']
    case 'device_revoked':
      return [`the device "${subject}" was removed`, 'pair it again: countersign pair USER_ID']
    case 'device_not_confirmed':
      return [
        `the pairing of "${subject}" is not confirmed`,
        'countersign pair confirm TICKET --confirmation DIGITS',
      ]
    case 'device_suspended':
      return [`the device "${subject}" may only deny`, `countersign device resume ${subject}`]
    case 'too_many_devices':
      return [
        `"${subject}" has ${refusal.devices} devices, as many as allowed`,
        'countersign device revoke DEVICE_ID',
      ]
    case 'code_refused':
      return ['this code is not, or no longer, good', 'type the code that is shown now']
    case 'too_many_totps':
      return [
        `"${subject}" has ${refusal.totps} apps and phones with codes, as many as allowed`,
        `countersign totp list ${subject}, and countersign totp remove for one that is not needed`,
      ]
    case 'too_many_passkeys':
      return [
        `"${subject}" has ${refusal.passkeys} passkeys, as many as allowed`,
        `countersign passkey list ${subject}, and countersign passkey remove for one that is not needed`,
      ]
    case 'way_not_allowed':
      return [
        `no policy lets "${subject}" log in this way`,
        'countersign policy list; what may be used is set under otherWays',
      ]
    case 'text_invalid':
      return [`${expectations[refusal.field]} expected`, 'the same command with --help']
    case 'ticket_invalid':
      return [ticketSentence(refusal.because), 'make another: countersign pair USER_ID']
    case 'confirmation_wrong':
      return [
        'these are not the digits of this pairing: another phone may have used the link',
        'read them again from the phone, or withdraw it: countersign pair withdraw TICKET',
      ]
    case 'not_found':
      return missingWords(refusal.what, subject)
    case 'value_invalid':
      return [
        `${ofWhat(refusal.path, subject)}: expected ${refusal.expected}`,
        'the same command with --help',
      ]
    case 'conflict':
      return conflictWords(refusal.what, refusal.because, subject)
    case 'not_permitted':
      return [
        `this needs the right ${refusal.permission}, or a role above theirs`,
        'countersign admin list says who is what',
      ]
    case 'key_refused':
      return [
        'the phone offered a key that is weak or in use already',
        'pair again: countersign pair USER_ID',
      ]
    case 'invitation_refused':
      return [
        'this invitation or its start code is not, or no longer, good',
        'countersign invite list says which are open',
      ]
    case 'credentials_wrong':
      return ['the link or sign-in is not, or no longer, good', 'ask for a new one']
    case 'changed_meanwhile':
      return [
        'somebody else changed it meanwhile: nothing was done',
        'look at it as it is now, and try again',
      ]
    case 'rate_limited':
    case 'busy':
    case 'too_many_open':
      return ['too many at once', `try again in ${refusal.retryAfterSeconds} s`]
    default:
      return [`refused: ${refusal.reason.replaceAll('_', ' ')}`, 'countersign doctor']
  }
}

/** The API's name of a whole body says nothing at a terminal: there it is what the person named. */
function ofWhat(path: string, subject: string): string {
  return path === 'body' && subject !== '' ? subject : path
}

const expectations = {
  userId: `a user ID of 1 to ${TEXT_MAX_BYTES.userId} bytes without spaces or control characters`,
  displayName: 'a display name without control characters, not too long',
  appName: `an app name of 1 to ${TEXT_MAX_BYTES.appName} bytes without control characters`,
  origin: 'an origin like https://shop.example.org, in lower case and without a path,',
} as const

function ticketSentence(because: 'unknown' | 'proof' | 'expired' | 'spent'): string {
  switch (because) {
    case 'expired':
      return 'this pairing link has expired'
    case 'spent':
      return 'this pairing link was used or withdrawn'
    case 'unknown':
    case 'proof':
      return 'there is no such pairing link'
  }
}
