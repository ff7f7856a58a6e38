// What a notice says, in both languages. A kind that this page does not know says nothing: the server may be newer.
import { BACKUP_CODES_LOW } from '@countersign/protocol'
import type { Notice, NoticeKind } from '@countersign/protocol/me'
import { inBoth } from '../text/language.js'

type Said = (fact: (name: string) => string) => string

export const noticeText = inBoth(
  {
    title: 'What you were told',
    lead: 'The same is on your phones and in the e-mails. If one of these was not you, say so; if it cannot be said here, tell your help desk.',
    none: 'Nothing has changed lately.',
    kinds: {
      device_added: (fact) => `A phone was paired: ${fact('deviceName')}`,
      device_removed: (fact) => `A phone was removed: ${fact('deviceName')}`,
      second_factor_disabled: () => 'Your account was let in without a phone for a time',
      login_reported: (fact) => `A login at ${fact('appName')} was reported as not yours`,
      addresses_changed: () => 'The addresses where you are told were changed',
      role_given: () => 'You were made an admin',
      browser_added: (fact) =>
        `You were signed in from a new browser${named(' at ', fact('appName'))}: ${fact('browser')}${named(', ', fact('place'))}`,
      totp_added: (fact) => `Codes from an app were set up: ${nameOf(fact)}`,
      totp_removed: (fact) => `Codes from an app were removed: ${nameOf(fact)}`,
      totp_used: (fact) => `A code from ${nameOf(fact)} was used${named(' at ', fact('appName'))}`,
      biometrics_added: (fact) => `Biometrics approve on a phone now: ${fact('deviceName')}`,
      biometrics_removed: (fact) => `Biometrics approve no more on a phone: ${fact('deviceName')}`,
      pin_set: (fact) => `A PIN was set on a phone: ${fact('deviceName')}`,
      pin_changed: (fact) => `The PIN of a phone was changed: ${fact('deviceName')}`,
      pin_locked: (fact) =>
        `A phone was locked by wrong PINs: ${fact('deviceName')}. Remove it and pair it anew`,
      passkey_added: (fact) => `A passkey was added: ${fact('name')}`,
      passkey_removed: (fact) => `A passkey was removed: ${fact('name')}`,
      backup_codes_made: () => 'New backup codes were made; those from before are worth nothing',
      backup_codes_removed: () => 'Your backup codes were removed',
      backup_code_used: (fact) =>
        `The backup code ${fact('selector')}-… was used${named(' at ', fact('appName'))}. ${fact('left')} left${isLow(fact) ? ': make a new set soon' : ''}`,
      bypass_code_made: () => 'The help desk made a code that lets you in once without your phone',
      bypass_code_used: (fact) =>
        `The code that the help desk made for you was used${named(' at ', fact('appName'))}`,
      codes_blocked: (fact) =>
        `Too many wrong codes were typed${named(' at ', fact('appName'))}; codes of that kind do not count for a while`,
      recovery_started: () => 'Somebody typed two of your codes to pair a new phone',
      account_stopped: () => 'Your account was stopped: “This wasn’t me”',
      quiet_hours_changed: (fact) =>
        fact('from') === ''
          ? 'Your quiet hours were ended: requests ring at all hours'
          : `Your quiet hours are now ${fact('from')}–${fact('to')} (${fact('timeZone')})`,
      login_harassment: (fact) =>
        `Somebody keeps asking for you: ${fact('requests')} requests in seven days were not approved. If they were not yours, change your password`,
      logins_denied: (fact) =>
        fact('denied') === '1'
          ? 'Since your login before, one request was denied'
          : `Since your login before, ${fact('denied')} requests were denied`,
    } satisfies Record<NoticeKind, Said>,
  },
  {
    title: 'Was dir mitgeteilt wurde',
    lead: 'Dasselbe steht auf deinen Handys und in den E-Mails. Warst du etwas davon nicht, dann sag es hier; wo das nicht geht, sag es deinem Helpdesk.',
    none: 'In letzter Zeit hat sich nichts geändert.',
    kinds: {
      device_added: (fact) => `Ein Handy wurde gekoppelt: ${fact('deviceName')}`,
      device_removed: (fact) => `Ein Handy wurde entfernt: ${fact('deviceName')}`,
      second_factor_disabled: () => 'Dein Konto wurde eine Zeit lang ohne Handy hereingelassen',
      login_reported: (fact) => `Eine Anmeldung bei ${fact('appName')} wurde gemeldet: das warst nicht du`,
      addresses_changed: () => 'Die Adressen, an die dir geschrieben wird, wurden geändert',
      role_given: () => 'Du wurdest zum Admin gemacht',
      browser_added: (fact) =>
        `Du wurdest mit einem neuen Browser angemeldet${named(' bei ', fact('appName'))}: ${fact('browser')}${named(', ', fact('place'))}`,
      totp_added: (fact) => `Codes aus einer App wurden eingerichtet: ${nameOf(fact)}`,
      totp_removed: (fact) => `Codes aus einer App wurden entfernt: ${nameOf(fact)}`,
      totp_used: (fact) => `Ein Code aus ${nameOf(fact)} wurde verwendet${named(' bei ', fact('appName'))}`,
      biometrics_added: (fact) => `Biometrie bestätigt jetzt auf einem Handy: ${fact('deviceName')}`,
      biometrics_removed: (fact) => `Biometrie bestätigt auf einem Handy nicht mehr: ${fact('deviceName')}`,
      pin_set: (fact) => `Auf einem Handy wurde eine PIN festgelegt: ${fact('deviceName')}`,
      pin_changed: (fact) => `Die PIN eines Handys wurde geändert: ${fact('deviceName')}`,
      pin_locked: (fact) =>
        `Ein Handy wurde durch falsche PINs gesperrt: ${fact('deviceName')}. Entferne es und kopple es neu`,
      passkey_added: (fact) => `Ein Passkey wurde hinzugefügt: ${fact('name')}`,
      passkey_removed: (fact) => `Ein Passkey wurde entfernt: ${fact('name')}`,
      backup_codes_made: () => 'Neue Backup-Codes wurden erstellt; die alten sind wertlos',
      backup_codes_removed: () => 'Deine Backup-Codes wurden entfernt',
      backup_code_used: (fact) =>
        `Der Backup-Code ${fact('selector')}-… wurde${named(' bei ', fact('appName'))} verwendet. Übrig: ${fact('left')}${isLow(fact) ? ' – erstelle bald neue' : ''}`,
      bypass_code_made: () => 'Der Helpdesk hat einen Code erstellt, der dich einmal ohne Handy hereinlässt',
      bypass_code_used: (fact) =>
        `Der Code, den der Helpdesk für dich erstellt hat, wurde${named(' bei ', fact('appName'))} verwendet`,
      codes_blocked: (fact) =>
        `Zu viele falsche Codes wurden${named(' bei ', fact('appName'))} eingegeben; Codes dieser Art werden eine Weile nicht angesehen`,
      recovery_started: () => 'Jemand hat zwei deiner Codes eingegeben, um ein neues Handy zu koppeln',
      account_stopped: () => 'Dein Konto wurde gesperrt: „Das war ich nicht“',
      quiet_hours_changed: (fact) =>
        fact('from') === ''
          ? 'Deine Ruhezeiten wurden beendet: Anfragen klingeln wieder zu jeder Zeit'
          : `Deine Ruhezeiten sind jetzt ${fact('from')}–${fact('to')} (${fact('timeZone')})`,
      login_harassment: (fact) =>
        `Jemand fragt immer wieder nach dir: ${fact('requests')} Anfragen in sieben Tagen wurden nicht bestätigt. Waren sie nicht von dir, ändere dein Passwort`,
      logins_denied: (fact) =>
        fact('denied') === '1'
          ? 'Seit deiner letzten Anmeldung wurde eine Anfrage abgelehnt'
          : `Seit deiner letzten Anmeldung wurden ${fact('denied')} Anfragen abgelehnt`,
    },
  },
)

/** Of the app with codes, or of the phone whose codes they are. */
function nameOf(fact: (name: string) => string): string {
  return fact('name') || fact('deviceName')
}

/** Nothing at all where there is no name: a recovery is at no app. */
function named(before: string, name: string): string {
  return name && before + name
}

function isLow(fact: (name: string) => string): boolean {
  return Number(fact('left')) <= BACKUP_CODES_LOW
}

/** Undefined for a kind that has no words here. */
export function saidBy(kinds: Readonly<Record<string, Said>>, { kind, facts }: Notice): string | undefined {
  const said = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined
  return said?.((name) => String(facts[name] ?? ''))
}

/** Where it came from, when the notice tells. */
export function detailsOf({ facts }: Notice): string {
  return ['address', 'browser', 'reason']
    .map((name) => facts[name])
    .filter((value) => typeof value === 'string' && value !== '')
    .join(' · ')
}
