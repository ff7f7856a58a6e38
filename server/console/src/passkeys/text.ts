// The words of passkeys: signing in and approving by one, adding, showing and removing them.
import { inBoth } from '../text/language.js'
import type { NotGiven } from './browser.js'

interface PasskeysText {
  readonly use: string
  readonly using: string
  readonly notGiven: Readonly<Record<NotGiven, string>>
  readonly refused: string
  readonly onlyLead: string
  readonly onlyTitle: string
  readonly title: string
  readonly lead: string
  readonly otherLead: string
  readonly none: string
  readonly noneOther: string
  readonly guarded: string
  readonly add: string
  readonly addTitle: string
  readonly addLead: string
  readonly name: string
  readonly nameHint: string
  readonly next: string
  readonly make: string
  readonly makeLead: string
  readonly added: (name: string) => string
  readonly synced: string
  readonly since: (date: string) => string
  readonly used: (ago: string) => string
  readonly neverUsed: string
  readonly remove: string
  readonly removeThat: (name: string) => string
  readonly removeTitle: (name: string) => string
  readonly removeMeans: readonly string[]
  readonly removeTold: string
  readonly removeLastOther: string
  readonly removed: (name: string) => string
}

export const passkeysText = inBoth<PasskeysText>(
  {
    use: 'Use a passkey',
    using: 'Follow what your browser shows…',
    notGiven: {
      unsupported: 'This browser cannot use passkeys here. Try another one.',
      not_given: 'No passkey was used. Try again, or use your phone.',
      there: 'This device has a passkey for your account already.',
    },
    refused: 'This passkey does not count here. Is it one of this user ID?',
    onlyLead:
      'Some of your logins take nothing but a passkey. So only one of them may add or remove another: else whoever tricks you on the phone would add one of their own.',
    onlyTitle: 'Approve this with a passkey',
    title: 'Your passkeys',
    lead: 'A passkey signs you in with your fingerprint, your face or the PIN of your device, and works on the real page only: no copy of it can ask for one.',
    otherLead: 'Only their person adds passkeys, on their own page.',
    none: 'You have none yet. Add one on each device that you sign in with.',
    noneOther: 'None.',
    guarded:
      'Some of your logins take nothing but a passkey. Have two, so that a lost device costs you no day.',
    add: 'Add a passkey',
    addTitle: 'Add a passkey',
    addLead: 'What will you know it by? The device or the password manager that keeps it, for example.',
    name: 'Name',
    nameHint: 'Such as “Laptop” or “Blue key”.',
    next: 'Continue',
    make: 'Make the passkey',
    makeLead:
      'Your browser now asks where to keep it, and for your fingerprint, your face or the PIN of your device.',
    added: (name) => `Added: ${name} lets you in from now on.`,
    synced: 'synced',
    since: (date) => `Added ${date}`,
    used: (ago) => `used ${ago}`,
    neverUsed: 'not used yet',
    remove: 'Remove',
    removeThat: (name) => `Remove ${name}`,
    removeTitle: (name) => `Remove the passkey ${name}?`,
    removeMeans: [
      'It lets nobody in any more, at once.',
      'Delete it on the device too: it stays there and is worth nothing.',
    ],
    removeTold: 'The person is told.',
    removeLastOther:
      'If it was their last one, they add the next by phone, also where nothing but a passkey counts.',
    removed: (name) => `Removed: ${name} lets nobody in any more.`,
  },
  {
    use: 'Passkey benutzen',
    using: 'Folge dem, was dein Browser zeigt …',
    notGiven: {
      unsupported: 'Dieser Browser kann hier keine Passkeys benutzen. Nimm einen anderen.',
      not_given: 'Es wurde kein Passkey benutzt. Versuch es noch einmal oder nimm dein Handy.',
      there: 'Dieses Gerät hat schon einen Passkey für dein Konto.',
    },
    refused: 'Dieser Passkey gilt hier nicht. Gehört er zu dieser Benutzer-ID?',
    onlyLead:
      'Manche deiner Anmeldungen nehmen nur einen Passkey. Deshalb darf nur einer davon einen weiteren hinzufügen oder wegnehmen: sonst könnte jemand, der dich am Handy überlistet, einen eigenen hinzufügen.',
    onlyTitle: 'Bestätige das mit einem Passkey',
    title: 'Deine Passkeys',
    lead: 'Ein Passkey meldet dich mit Fingerabdruck, Gesicht oder der PIN deines Geräts an und funktioniert nur auf der echten Seite: keine Kopie davon kann nach einem fragen.',
    otherLead: 'Passkeys fügt nur die Person selbst hinzu, auf ihrer eigenen Seite.',
    none: 'Du hast noch keinen. Füg auf jedem Gerät einen hinzu, mit dem du dich anmeldest.',
    noneOther: 'Keine.',
    guarded:
      'Manche deiner Anmeldungen nehmen nur einen Passkey. Hab zwei, damit dich ein verlorenes Gerät keinen Tag kostet.',
    add: 'Passkey hinzufügen',
    addTitle: 'Passkey hinzufügen',
    addLead: 'Woran erkennst du ihn wieder? Zum Beispiel am Gerät oder Passwortmanager, der ihn aufbewahrt.',
    name: 'Name',
    nameHint: 'Etwa „Laptop“ oder „Blauer Schlüssel“.',
    next: 'Weiter',
    make: 'Passkey erstellen',
    makeLead:
      'Dein Browser fragt jetzt, wo er ihn aufbewahren soll, und nach Fingerabdruck, Gesicht oder der PIN deines Geräts.',
    added: (name) => `Hinzugefügt: ${name} lässt dich ab jetzt hinein.`,
    synced: 'synchronisiert',
    since: (date) => `Hinzugefügt ${date}`,
    used: (ago) => `benutzt ${ago}`,
    neverUsed: 'noch nicht benutzt',
    remove: 'Entfernen',
    removeThat: (name) => `${name} entfernen`,
    removeTitle: (name) => `Den Passkey ${name} entfernen?`,
    removeMeans: [
      'Er lässt ab sofort niemanden mehr hinein.',
      'Lösch ihn auch auf dem Gerät: dort bleibt er liegen und ist nichts wert.',
    ],
    removeTold: 'Die Person erfährt davon.',
    removeLastOther:
      'War es ihr letzter, fügt sie den nächsten mit dem Handy hinzu, auch wo nur ein Passkey gilt.',
    removed: (name) => `Entfernt: ${name} lässt niemanden mehr hinein.`,
  },
)
