// The sentences about quiet hours in both languages; loaded with their card.
import { useSpeech } from '../text/index.js'

const en = {
  title: 'Quiet hours',
  lead: 'In these hours no request rings on your phones. If you log in yourself, open this app: the request waits here.',
  loading: 'Asking the server…',
  saving: 'Saving…',
  none: 'None: requests ring at all hours.',
  hours: (from: string, to: string) => `From ${from} to ${to}`,
  everyDay: 'every day',
  someDays: (days: string) => `beginning on ${days}`,
  zone: (zone: string) => `Time zone ${zone}`,
  set: 'Set quiet hours',
  change: 'Change',
  end: 'End quiet hours',
  from: 'From',
  to: 'Until',
  save: 'Save',
  cancel: 'Cancel',
  hint: 'At most twelve hours. Your other phones and your addresses are told.',
  tooLong: 'Choose an end within twelve hours after the beginning.',
  faults: {
    offline: 'For that this phone must be online.',
    too_often: 'You changed them several times just now. Try again in an hour.',
    failed: 'This did not work. Try again in a moment.',
  },
}

export type QuietMessages = typeof en

const de: QuietMessages = {
  title: 'Ruhezeiten',
  lead: 'In dieser Zeit klingelt auf deinen Handys keine Anfrage. Meldest du dich selbst an, öffne diese App: die Anfrage wartet hier.',
  loading: 'Der Server wird gefragt …',
  saving: 'Wird gespeichert …',
  none: 'Keine: Anfragen klingeln zu jeder Zeit.',
  hours: (from, to) => `Von ${from} bis ${to}`,
  everyDay: 'jeden Tag',
  someDays: (days) => `Beginn am ${days}`,
  zone: (zone) => `Zeitzone ${zone}`,
  set: 'Ruhezeiten festlegen',
  change: 'Ändern',
  end: 'Ruhezeiten beenden',
  from: 'Von',
  to: 'Bis',
  save: 'Speichern',
  cancel: 'Abbrechen',
  hint: 'Höchstens zwölf Stunden. Deine anderen Handys und deine Adressen erfahren davon.',
  tooLong: 'Wähle ein Ende innerhalb von zwölf Stunden nach dem Beginn.',
  faults: {
    offline: 'Dafür muss dieses Handy online sein.',
    too_often: 'Du hast sie gerade mehrmals geändert. Versuche es in einer Stunde noch einmal.',
    failed: 'Das hat nicht geklappt. Versuche es gleich noch einmal.',
  },
}

export function useQuietText(): QuietMessages {
  return useSpeech().language === 'de' ? de : en
}
