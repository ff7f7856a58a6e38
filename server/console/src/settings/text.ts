// The words that all parts of the settings share, and their names.
import { inBoth } from '../text/language.js'

export const settingsText = inBoth(
  {
    title: 'Settings',
    lead: 'What admins decide about this server while it runs.',
    parts: {
      mail: 'Mail',
      webhooks: 'Webhooks',
      outgoing: 'On its way',
      keys: 'Signing keys',
      backup: 'Backup',
      ids: 'User IDs',
      people: 'Self-service',
      tokens: 'API tokens',
      sessions: 'Signed in',
      server: 'Configuration',
    },
    save: 'Save',
    saved: 'Saved.',
    readOnly: 'You may look at this, but not change it.',
  },
  {
    title: 'Einstellungen',
    lead: 'Was Admins über diesen Server entscheiden, während er läuft.',
    parts: {
      mail: 'E-Mail',
      webhooks: 'Webhooks',
      outgoing: 'Unterwegs',
      keys: 'Signaturschlüssel',
      backup: 'Sicherung',
      ids: 'Benutzer-IDs',
      people: 'Selbstbedienung',
      tokens: 'API-Tokens',
      sessions: 'Angemeldet',
      server: 'Konfiguration',
    },
    save: 'Speichern',
    saved: 'Gespeichert.',
    readOnly: 'Du darfst das ansehen, aber nicht ändern.',
  },
)
