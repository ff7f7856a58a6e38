// What a person was told about their account, and what the server says about itself, in German.
import type { noticesEn } from './en-notices.js'

export const noticesDe: typeof noticesEn = {
  title: 'Was dir mitgeteilt wurde',
  lead: 'Warst du etwas davon nicht, sag es sofort deinem Helpdesk.',
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
  },
}
