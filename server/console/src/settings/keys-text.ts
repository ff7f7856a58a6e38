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
    announce: 'Announce a successor, and rotate in some days',
    announceHint: 'The usual way: phones that are offline now learn it in time.',
    now: 'Rotate now',
    nowHint:
      'When the key may be known to somebody. Phones that are offline ask for the new key when they are back.',
    rotated: 'The key is rotated.',
    announced: 'A successor is announced.',
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
    announce: 'Einen Nachfolger ankündigen und in einigen Tagen wechseln',
    announceHint: 'Der übliche Weg: Handys, die gerade offline sind, lernen ihn rechtzeitig.',
    now: 'Jetzt wechseln',
    nowHint:
      'Wenn jemand den Schlüssel kennen könnte. Handys, die offline sind, fragen nach dem neuen, sobald sie zurück sind.',
    rotated: 'Der Schlüssel ist gewechselt.',
    announced: 'Ein Nachfolger ist angekündigt.',
  },
)
