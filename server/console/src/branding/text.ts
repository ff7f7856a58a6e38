// The words of the branding page in both languages.
import { inBoth } from '../text/language.js'

export const brandingText = inBoth(
  {
    title: 'Branding',
    lead: 'How this server presents itself: in the console, on phones, on login pages and in mail.',
    readOnly: 'You may look at this, but not change it.',
    name: 'Name',
    nameHint: (configured: string) =>
      `As people know you, such as “ACME”. Empty: “${configured}”, from the configuration.`,
    helpText: 'Help for people who are stuck',
    helpTextHint: 'One paragraph, shown on phones and on /me: what to do when a phone is lost, for example.',
    supportContact: 'Where they find a human',
    supportContactHint: 'A telephone number, an address, a room.',
    save: 'Save',
    saved: 'Saved.',
    colour: 'Colour',
  },
  {
    title: 'Aussehen',
    lead: 'Wie dieser Server sich zeigt: in der Konsole, auf Handys, auf Anmeldeseiten und in E-Mails.',
    readOnly: 'Du darfst das ansehen, aber nicht ändern.',
    name: 'Name',
    nameHint: (configured) =>
      `Wie die Leute euch kennen, etwa „ACME“. Leer: „${configured}“, aus der Konfiguration.`,
    helpText: 'Hilfe für Leute, die nicht weiterkommen',
    helpTextHint:
      'Ein Absatz, gezeigt auf Handys und unter /me: was zu tun ist, wenn ein Handy weg ist, zum Beispiel.',
    supportContact: 'Wo sie einen Menschen finden',
    supportContactHint: 'Eine Telefonnummer, eine Adresse, ein Raum.',
    save: 'Speichern',
    saved: 'Gespeichert.',
    colour: 'Farbe',
  },
)
