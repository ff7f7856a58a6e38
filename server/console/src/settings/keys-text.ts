// The words of the signing keys in both languages.
import { inBoth } from '../text/language.js'

export const keysText = inBoth(
  {
    title: 'Signing keys',
    lead: 'With these the server signs what it asks of phones. They are rotated by themselves; phones and apps learn the next one in time.',
    table: 'Keys',
    key: 'Key',
    state: 'State',
    states: { announced: 'announced', signing: 'signing', retiring: 'retiring', ended: 'ended' },
    from: 'Valid from',
    until: 'Valid until',
    serverId: 'Server id (phones and apps pin it)',
    rotates: (when: string) => `The next rotation comes by itself ${when}.`,
    rotate: 'Rotate',
    rotateTitle: 'Rotate the signing key?',
    consequences: [
      'The next key is announced now, and signs in two hours.',
      'By then every phone and app has learned it: nobody notices.',
      'What the old key signed stays valid until it ends.',
    ],
    announced: 'The next key is announced; it signs in two hours.',
    already: 'The next key is announced already, and signs when its time comes.',
  },
  {
    title: 'Signaturschlüssel',
    lead: 'Mit ihnen signiert der Server, was er Handys fragt. Sie wechseln von selbst; Handys und Apps lernen den nächsten rechtzeitig.',
    table: 'Schlüssel',
    key: 'Schlüssel',
    state: 'Stand',
    states: { announced: 'angekündigt', signing: 'signiert', retiring: 'läuft aus', ended: 'beendet' },
    from: 'Gültig ab',
    until: 'Gültig bis',
    serverId: 'Server-ID (Handys und Apps merken sie sich fest)',
    rotates: (when) => `Der nächste Wechsel kommt von selbst ${when}.`,
    rotate: 'Wechseln',
    rotateTitle: 'Signaturschlüssel wechseln?',
    consequences: [
      'Der nächste Schlüssel wird jetzt angekündigt und signiert in zwei Stunden.',
      'Bis dahin haben ihn alle Handys und Apps gelernt: niemand merkt etwas.',
      'Was der alte signiert hat, bleibt gültig, bis er endet.',
    ],
    announced: 'Der nächste Schlüssel ist angekündigt; er signiert in zwei Stunden.',
    already: 'Der nächste Schlüssel ist schon angekündigt und signiert, wenn seine Zeit kommt.',
  },
)
