// The sentences of proving who approves, and of this phone's biometrics, in both languages; loaded with their screens.
import { useSpeech } from '../text/index.js'

const en = {
  title: 'Is it you?',
  lead: (app: string) => `Approving at ${app} needs more than this phone in a hand.`,
  biometrics: 'Fingerprint, face or screen lock',
  biometricsAgain: 'Try fingerprint, face or screen lock again',
  asking: 'Your phone asks you…',
  or: 'or',
  pin: 'Your PIN',
  pinShow: 'Show what is typed',
  pinHide: 'Hide what is typed',
  approve: 'Approve',
  deny: 'Deny',
  faults: {
    cancelled: 'Your phone did not recognise you, or you closed its question. Nothing was sent.',
    biometrics_failed: 'This browser could not ask your phone. Nothing was sent.',
    pin_wrong: 'That was not your PIN.',
    required: 'Your organisation asks for more here than was given.',
  },
  tries: (here: number, left: number) =>
    `${here === 1 ? 'One more try' : `${here} more tries`} for this request${left <= here ? '. After the last wrong one this phone may only deny, until it is paired again' : ''}.`,
  none: {
    title: 'Your fingerprint or face is needed here',
    titleAny: 'A PIN or your fingerprint is needed here',
    lead: 'Set it up now, then approve. It takes a moment, and your other phones and addresses are told.',
    unavailable:
      'This phone, or this browser on it, can check neither a fingerprint nor a face nor the screen lock. Approve with another of your phones, or ask your help desk.',
    unavailableAny:
      'This phone, or this browser on it, can check neither a fingerprint nor a face nor the screen lock. Set a PIN at the account, or approve with another of your phones.',
    lost: 'This phone has lost what it was set up with. Pair it again, or approve with another of your phones.',
    deny: 'Was it not you who logs in? Deny.',
  },
  card: {
    title: 'Fingerprint, face or screen lock',
    lead: 'With it, this phone approves only when it has recognised you. What it recognises you by never leaves the phone.',
    offerTitle: 'Approve with your fingerprint or face?',
    offerWanted: 'Your organisation asks for it, or for a PIN, at some logins.',
    on: 'Each approval on this phone asks for it.',
    setUp: 'Set it up',
    again: 'Set it up again',
    remove: 'Turn it off',
    removeTitle: 'Approve without it from now on?',
    removeLead:
      'Your phone asks you once more. After that, whoever holds this phone unlocked can approve, unless it has a PIN. Where your organisation asks for biometrics, this phone can then only deny.',
    removeConfirm: 'Turn off',
    removeKeep: 'Keep',
    working: 'Your phone asks you…',
    unavailable:
      'This phone, or this browser on it, offers no fingerprint, face or screen lock to apps like this one. A PIN does the same work.',
    faults: {
      cancelled: 'Your phone did not recognise you, or you closed its question. Nothing has changed.',
      offline: 'For that this phone must be online.',
      pin: 'This phone has a PIN: it must agree. Type it.',
      pin_wrong: 'That was not your PIN.',
      lost: 'It is no longer on this phone, and nothing else here can speak for you. Pair this phone again.',
      too_often: 'You changed it several times just now. Try again in ten minutes.',
      failed: 'This did not work on this phone.',
    },
  },
}

export type ProvingMessages = typeof en

const de: ProvingMessages = {
  title: 'Bist du es?',
  lead: (app) => `Bei ${app} zu bestätigen braucht mehr als dieses Handy in der Hand.`,
  biometrics: 'Fingerabdruck, Gesicht oder Bildschirmsperre',
  biometricsAgain: 'Fingerabdruck, Gesicht oder Bildschirmsperre noch einmal versuchen',
  asking: 'Dein Handy fragt dich …',
  or: 'oder',
  pin: 'Deine PIN',
  pinShow: 'Getipptes zeigen',
  pinHide: 'Getipptes verbergen',
  approve: 'Bestätigen',
  deny: 'Ablehnen',
  faults: {
    cancelled:
      'Dein Handy hat dich nicht erkannt, oder du hast seine Frage geschlossen. Nichts wurde gesendet.',
    biometrics_failed: 'Dieser Browser konnte dein Handy nicht fragen. Nichts wurde gesendet.',
    pin_wrong: 'Das war nicht deine PIN.',
    required: 'Deine Organisation verlangt hier mehr, als gegeben wurde.',
  },
  tries: (here, left) =>
    `${here === 1 ? 'Noch ein Versuch' : `Noch ${here} Versuche`} für diese Anfrage${left <= here ? '. Nach dem letzten falschen kann dieses Handy nur noch ablehnen, bis es neu gekoppelt ist' : ''}.`,
  none: {
    title: 'Hier braucht es deinen Fingerabdruck oder dein Gesicht',
    titleAny: 'Hier braucht es eine PIN oder deinen Fingerabdruck',
    lead: 'Richte es jetzt ein, dann bestätige. Es dauert einen Moment, und deine anderen Handys und Adressen erfahren davon.',
    unavailable:
      'Dieses Handy oder dieser Browser darauf kann weder Fingerabdruck noch Gesicht noch Bildschirmsperre prüfen. Bestätige mit einem anderen deiner Handys, oder frag deinen Helpdesk.',
    unavailableAny:
      'Dieses Handy oder dieser Browser darauf kann weder Fingerabdruck noch Gesicht noch Bildschirmsperre prüfen. Leg beim Konto eine PIN fest, oder bestätige mit einem anderen deiner Handys.',
    lost: 'Dieses Handy hat verloren, womit es eingerichtet war. Koppele es neu, oder bestätige mit einem anderen deiner Handys.',
    deny: 'Meldest nicht du dich an? Lehne ab.',
  },
  card: {
    title: 'Fingerabdruck, Gesicht oder Bildschirmsperre',
    lead: 'Damit bestätigt dieses Handy nur, wenn es dich erkannt hat. Woran es dich erkennt, verlässt das Handy nie.',
    offerTitle: 'Mit Fingerabdruck oder Gesicht bestätigen?',
    offerWanted: 'Deine Organisation verlangt das oder eine PIN bei manchen Anmeldungen.',
    on: 'Jede Bestätigung auf diesem Handy fragt danach.',
    setUp: 'Einrichten',
    again: 'Neu einrichten',
    remove: 'Ausschalten',
    removeTitle: 'Ab jetzt ohne bestätigen?',
    removeLead:
      'Dein Handy fragt dich noch einmal. Danach kann bestätigen, wer dieses Handy entsperrt in der Hand hat, wenn es keine PIN hat. Wo deine Organisation Biometrie verlangt, kann dieses Handy dann nur noch ablehnen.',
    removeConfirm: 'Ausschalten',
    removeKeep: 'Behalten',
    working: 'Dein Handy fragt dich …',
    unavailable:
      'Dieses Handy oder dieser Browser darauf bietet Apps wie dieser weder Fingerabdruck noch Gesicht noch Bildschirmsperre. Eine PIN tut dasselbe.',
    faults: {
      cancelled:
        'Dein Handy hat dich nicht erkannt, oder du hast seine Frage geschlossen. Nichts hat sich geändert.',
      offline: 'Dafür muss dieses Handy online sein.',
      pin: 'Dieses Handy hat eine PIN: sie muss zustimmen. Tippe sie.',
      pin_wrong: 'Das war nicht deine PIN.',
      lost: 'Es ist nicht mehr auf diesem Handy, und nichts anderes hier kann für dich sprechen. Koppele dieses Handy neu.',
      too_often: 'Du hast es gerade mehrmals geändert. Versuche es in zehn Minuten noch einmal.',
      failed: 'Das hat auf diesem Handy nicht geklappt.',
    },
  },
}

export function useProvingText(): ProvingMessages {
  return useSpeech().language === 'de' ? de : en
}
