// The words of pairing a phone: for one's own phone, and for somebody else's as an admin.
import { inBoth } from '../text/language.js'

export const pairingText = inBoth(
  {
    own: {
      steps: [
        'Scan the code with your phone’s camera, or open the link on your phone.',
        'On the phone, tap “Pair this phone”.',
        'Both screens show six digits: compare them here.',
      ],
      compareTitle: 'Does your phone show these digits?',
      compareLead: 'Only if all six are the same is nobody in between.',
    },
    other: {
      steps: [
        'Let the person scan the code with their phone’s camera, or send them the link on a way that only they read.',
        'On the phone they tap “Pair this phone”.',
        'Both screens show six digits: compare them, on the phone or side by side.',
      ],
      compareTitle: 'Does their phone show these digits?',
      compareLead:
        'Ask the person to read their digits to you. Only if all six are the same is nobody in between.',
    },
    codesFirst: {
      what: 'Ten codes on a sheet of paper. Each lets you in once.',
      make: 'Make my backup codes',
      making: 'Making them. This takes a few seconds…',
      go: 'Go on to the phone',
      lost: 'Not kept your backup codes?',
      again: 'Make new ones',
    },
    thisPhone: {
      pair: 'Pair this phone',
      hint: 'Opens the authenticator beside this page. When it shows six digits, come back here to compare them.',
      orOther: 'Or with another phone:',
    },
    link: 'Pairing link',
    linkHint: 'Holds a secret and works once. Never mail it.',
    here: 'Pair this very device',
    waiting: 'Waiting for the phone…',
    until: 'The link is good for ten minutes.',
    device: (name: string) => `The phone calls itself “${name}”.`,
    same: 'Yes, the same',
    different: 'No, other digits',
    confirming: 'One moment…',
    expired: 'The link has expired: nobody used it in time.',
    withdrawn: 'This pairing was stopped. The phone has no access.',
    stopped:
      'Other digits mean that somebody may be listening in. The phone was refused; nothing was lost. Try again on another network.',
    anew: 'Make a new link',
  },
  {
    own: {
      steps: [
        'Scanne den Code mit der Kamera deines Handys, oder öffne den Link auf dem Handy.',
        'Tippe auf dem Handy auf „Dieses Handy koppeln“.',
        'Beide Bildschirme zeigen sechs Ziffern: vergleiche sie hier.',
      ],
      compareTitle: 'Zeigt dein Handy diese Ziffern?',
      compareLead: 'Nur wenn alle sechs gleich sind, ist niemand dazwischen.',
    },
    other: {
      steps: [
        'Lass die Person den Code mit der Kamera ihres Handys scannen, oder schick ihr den Link auf einem Weg, den nur sie liest.',
        'Auf dem Handy tippt sie auf „Dieses Handy koppeln“.',
        'Beide Bildschirme zeigen sechs Ziffern: vergleicht sie, am Telefon oder nebeneinander.',
      ],
      compareTitle: 'Zeigt ihr Handy diese Ziffern?',
      compareLead:
        'Lass dir die Ziffern von der Person vorlesen. Nur wenn alle sechs gleich sind, ist niemand dazwischen.',
    },
    codesFirst: {
      what: 'Zehn Codes auf einem Blatt Papier. Mit jedem kommst du einmal hinein.',
      make: 'Meine Backup-Codes erstellen',
      making: 'Sie werden erstellt. Das dauert ein paar Sekunden …',
      go: 'Weiter zum Handy',
      lost: 'Backup-Codes nicht aufbewahrt?',
      again: 'Neue erstellen',
    },
    thisPhone: {
      pair: 'Dieses Handy koppeln',
      hint: 'Öffnet den Authenticator neben dieser Seite. Wenn er sechs Ziffern zeigt, komm hierher zurück und vergleich sie.',
      orOther: 'Oder mit einem anderen Handy:',
    },
    link: 'Kopplungslink',
    linkHint: 'Enthält ein Geheimnis und gilt einmal. Verschick ihn nie per E-Mail.',
    here: 'Genau dieses Gerät koppeln',
    waiting: 'Warten auf das Handy …',
    until: 'Der Link gilt zehn Minuten.',
    device: (name) => `Das Handy nennt sich „${name}“.`,
    same: 'Ja, dieselben',
    different: 'Nein, andere Ziffern',
    confirming: 'Einen Moment …',
    expired: 'Der Link ist abgelaufen: niemand hat ihn rechtzeitig benutzt.',
    withdrawn: 'Diese Kopplung wurde abgebrochen. Das Handy hat keinen Zugang.',
    stopped:
      'Andere Ziffern heißen, dass jemand mithören könnte. Das Handy wurde abgewiesen; verloren ist nichts. Versuch es in einem anderen Netz.',
    anew: 'Neuen Link erstellen',
  },
)
