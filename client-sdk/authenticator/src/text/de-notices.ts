// What a person was told about their account, and what the server says about itself, in German.
import { BACKUP_CODES_LOW } from '@countersign/protocol'
import type { noticesEn } from './en-notices.js'

export const noticesDe: typeof noticesEn = {
  title: 'Was dir mitgeteilt wurde',
  lead: 'Warst du etwas davon nicht, sag es sofort, hier oder deinem Helpdesk.',
  empty: 'Noch nichts',
  emptyLead: 'Kommt ein Handy dazu, wird eines entfernt oder eine Anmeldung gemeldet, liest du es hier.',
  unread: (count) =>
    count === 1 ? 'In deinem Konto hat sich etwas geändert' : `${count} Änderungen in deinem Konto`,
  open: 'Lesen',
  help: 'Hilfe',
  contact: 'Kontakt',
  said: {
    device_added: (name) => `Ein Handy wurde gekoppelt: ${name}`,
    device_removed: (name) => `Ein Handy wurde entfernt: ${name}`,
    second_factor_disabled: () => 'Dein Konto wird eine Zeit lang ohne Handy hereingelassen',
    login_reported: (name) => `Eine Anmeldung bei ${name} wurde gemeldet: das warst nicht du`,
    addresses_changed: () => 'Die Adressen, an die dir geschrieben wird, wurden geändert',
    role_given: () => 'Du wurdest zum Admin gemacht',
    browser_added: (name) => `Du wurdest${name && ` bei ${name}`} mit einem neuen Browser angemeldet`,
    totp_added: (name) => `Codes aus einer App wurden eingerichtet: ${name}`,
    totp_removed: (name) => `Codes aus einer App wurden entfernt: ${name}`,
    totp_used: (name) => `Ein Code aus einer App wurde${name && ` bei ${name}`} verwendet`,
    biometrics_added: (name) => `Biometrie bestätigt jetzt auf einem Handy: ${name}`,
    biometrics_removed: (name) => `Biometrie bestätigt auf einem Handy nicht mehr: ${name}`,
    pin_set: (name) => `Auf einem Handy wurde eine PIN festgelegt: ${name}`,
    pin_changed: (name) => `Die PIN eines Handys wurde geändert: ${name}`,
    pin_locked: (name) => `Ein Handy wurde durch falsche PINs gesperrt: ${name}`,
    passkey_added: (name) => `Ein Passkey wurde hinzugefügt: ${name}`,
    passkey_removed: (name) => `Ein Passkey wurde entfernt: ${name}`,
    backup_codes_made: () => 'Neue Backup-Codes wurden erstellt; die alten sind wertlos',
    backup_codes_removed: () => 'Deine Backup-Codes wurden entfernt',
    backup_code_used: (name, left) =>
      `Ein Backup-Code wurde${name && ` bei ${name}`} verwendet. Übrig: ${left}${Number(left) <= BACKUP_CODES_LOW ? ' – erstelle bald neue' : ''}`,
    bypass_code_made: () => 'Der Helpdesk hat einen Code erstellt, der dich einmal ohne Handy hereinlässt',
    bypass_code_used: (name) =>
      `Der Code, den der Helpdesk für dich erstellt hat, wurde${name && ` bei ${name}`} verwendet`,
    codes_blocked: (name) => `Zu viele falsche Codes wurden${name && ` bei ${name}`} eingegeben`,
    recovery_started: () => 'Jemand hat zwei deiner Codes eingegeben, um ein neues Handy zu koppeln',
    quiet_hours_changed: () => 'Deine Ruhezeiten wurden geändert',
    login_harassment: (name) =>
      `Jemand fragt immer wieder nach dir${name && ` bei ${name}`}. Bist du es nicht, ändere dein Passwort`,
    logins_denied: () => 'Seit deiner letzten Anmeldung wurden Anfragen abgelehnt',
    account_stopped: () => 'Dein Konto wurde gesperrt: „Das war ich nicht“',
  },
}
