// The sentences of this phone's PIN, in both languages; loaded with its screens.
import { useSpeech } from '../text/index.js'

const en = {
  title: 'PIN',
  lead: 'With a PIN, this phone approves only for somebody who knows it. The PIN never leaves the phone; your server counts wrong ones.',
  wanted: 'Your organisation asks for a PIN, or for your fingerprint or face, at some logins.',
  on: 'Each approval on this phone asks for it, or for your fingerprint or face.',
  lost: 'The server has a PIN for this phone that this phone does not know. Was it not you who set it? Tell your help desk. To approve here again, remove this account and pair it anew.',
  wrongSince: (tries: number) =>
    `${tries === 1 ? 'A wrong PIN was' : `${tries} wrong PINs were`} typed since the last right one. Was it not you? Change it, and tell your help desk.`,
  set: 'Set a PIN',
  change: 'Change the PIN',
  old: 'Your PIN until now',
  first: 'New PIN',
  second: 'New PIN, once more',
  hint: 'At least six characters. Digits, words, a whole sentence: whatever you can remember and nobody guesses.',
  save: 'Save',
  later: 'Not now',
  working: 'One moment…',
  done: 'Your PIN counts from now on.',
  forgotten: 'Forgotten? Remove this account from this phone and pair it anew.',
  faults: {
    too_short: 'Too short: at least six characters.',
    too_long: 'Too long: at most 64 characters.',
    common: 'That one is among the first that anybody tries. Take another.',
    differ: 'The two are not the same.',
    offline: 'For that this phone must be online.',
    pin_wrong: 'That was not your PIN until now.',
    suspended: 'This phone is locked. Remove this account and pair it anew.',
    too_often: 'You changed it several times just now. Try again in ten minutes.',
    failed: 'This did not work. Your PIN is as it was.',
  },
}

export type PinMessages = typeof en

const de: PinMessages = {
  title: 'PIN',
  lead: 'Mit einer PIN bestätigt dieses Handy nur für den, der sie kennt. Die PIN verlässt das Handy nie; falsche zählt dein Server.',
  wanted:
    'Deine Organisation verlangt bei manchen Anmeldungen eine PIN oder deinen Fingerabdruck oder dein Gesicht.',
  on: 'Jede Bestätigung auf diesem Handy fragt danach oder nach Fingerabdruck oder Gesicht.',
  lost: 'Der Server hat für dieses Handy eine PIN, die dieses Handy nicht kennt. Hast nicht du sie festgelegt? Sag es deinem Helpdesk. Um hier wieder zu bestätigen, entferne dieses Konto und koppele es neu.',
  wrongSince: (tries) =>
    `Seit der letzten richtigen ${tries === 1 ? 'wurde eine falsche PIN' : `wurden ${tries} falsche PINs`} eingegeben. Warst das nicht du? Ändere sie und sag es deinem Helpdesk.`,
  set: 'PIN festlegen',
  change: 'PIN ändern',
  old: 'Deine bisherige PIN',
  first: 'Neue PIN',
  second: 'Neue PIN noch einmal',
  hint: 'Mindestens sechs Zeichen. Ziffern, Wörter, ein ganzer Satz: was du dir merken kannst und niemand errät.',
  save: 'Speichern',
  later: 'Nicht jetzt',
  working: 'Einen Moment …',
  done: 'Deine PIN gilt ab jetzt.',
  forgotten: 'Vergessen? Entferne dieses Konto von diesem Handy und koppele es neu.',
  faults: {
    too_short: 'Zu kurz: mindestens sechs Zeichen.',
    too_long: 'Zu lang: höchstens 64 Zeichen.',
    common: 'Die gehört zu den ersten, die jeder versucht. Nimm eine andere.',
    differ: 'Die beiden sind nicht gleich.',
    offline: 'Dafür muss dieses Handy online sein.',
    pin_wrong: 'Das war nicht deine bisherige PIN.',
    suspended: 'Dieses Handy ist gesperrt. Entferne dieses Konto und koppele es neu.',
    too_often: 'Du hast sie gerade mehrmals geändert. Versuche es in zehn Minuten noch einmal.',
    failed: 'Das hat nicht geklappt. Deine PIN ist, wie sie war.',
  },
}

export function usePinText(): PinMessages {
  return useSpeech().language === 'de' ? de : en
}
