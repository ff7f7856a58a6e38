// The words of the page for whoever lost every phone, in both languages: for somebody who is in a hurry, and worried.
import { inBoth } from '../text/language.js'

export const recoverText = inBoth(
  {
    who: {
      title: 'No phone at hand?',
      lead: 'With two different codes you can pair a new phone.',
      first: 'First look: is another of your phones or tablets paired? Then sign in with that one instead.',
      toSignIn: 'Sign in with a phone',
      have: 'What you need: two of these three',
      totp: 'a code from an app (six or eight digits)',
      backup: 'one of your backup codes (five groups of four)',
      bypass: 'a code that the help desk tells you (twelve digits)',
      label: 'User ID',
      missing: 'Which user ID do you log in with?',
      go: 'Go on',
      going: 'One moment…',
    },
    code: {
      firstTitle: 'Your first code',
      firstLead: 'Any of the three. Spaces and dashes do not matter.',
      secondTitle: 'Now one of another kind',
      secondLead: {
        totp: 'The code from your app was right. Now a backup code, or one that the help desk told you.',
        backup:
          'The backup code was right, and is used up. Now a code from your app, or one that the help desk told you.',
        bypass: 'The help desk’s code was right. Now a code from your app, or a backup code.',
      },
      label: 'Code',
      missing: 'Type the code.',
      shape: 'A code has six, eight or twelve digits, or five groups of four signs.',
      go: 'Check the code',
      checking: 'Checking…',
      until: (time: string) => `This page is good until ${time}.`,
      other: 'Begin again',
      none: 'You have only one kind? Call your help desk: they know what is allowed, and can pair a new phone with you.',
    },
    faults: {
      code_refused:
        'This code is not right, or it was used before. Look at it once more; a code from an app changes every half minute.',
      way_not_allowed: 'That is the kind you have shown already. Type one of another kind.',
      too_many_tries: (minutes: number) =>
        `Too many wrong codes of this kind. Wait ${minutes === 1 ? 'a minute' : `${minutes} minutes`}, type another kind, or call your help desk.`,
      too_many_tries_ever: 'Too many wrong codes of this kind. Type another kind, or call your help desk.',
      too_many_requests: 'Too many tries from here. Wait a few minutes, then try again.',
      unauthorized: 'That took too long. Begin again.',
      unreachable: 'The server cannot be reached right now. Check your connection and try again.',
      other: 'Something did not work. Try again; if it keeps failing, call your help desk.',
    },
    done: 'Both codes were right. Your account opens…',
  },
  {
    who: {
      title: 'Kein Handy zur Hand?',
      lead: 'Mit zwei verschiedenen Codes kannst du ein neues Handy koppeln.',
      first:
        'Sieh zuerst nach: Ist noch ein Handy oder Tablet von dir gekoppelt? Dann melde dich mit dem an.',
      toSignIn: 'Mit einem Handy anmelden',
      have: 'Was du brauchst: zwei von diesen dreien',
      totp: 'einen Code aus einer App (sechs oder acht Ziffern)',
      backup: 'einen deiner Backup-Codes (fünf Vierergruppen)',
      bypass: 'einen Code, den dir der Helpdesk sagt (zwölf Ziffern)',
      label: 'Benutzer-ID',
      missing: 'Mit welcher Benutzer-ID meldest du dich an?',
      go: 'Weiter',
      going: 'Einen Moment …',
    },
    code: {
      firstTitle: 'Dein erster Code',
      firstLead: 'Einer von den dreien. Leerzeichen und Striche sind egal.',
      secondTitle: 'Jetzt einer von anderer Art',
      secondLead: {
        totp: 'Der Code aus deiner App war richtig. Jetzt ein Backup-Code, oder einer, den dir der Helpdesk gesagt hat.',
        backup:
          'Der Backup-Code war richtig und ist verbraucht. Jetzt ein Code aus deiner App, oder einer, den dir der Helpdesk gesagt hat.',
        bypass: 'Der Code vom Helpdesk war richtig. Jetzt ein Code aus deiner App, oder ein Backup-Code.',
      },
      label: 'Code',
      missing: 'Tipp den Code ein.',
      shape: 'Ein Code hat sechs, acht oder zwölf Ziffern, oder fünf Vierergruppen.',
      go: 'Code prüfen',
      checking: 'Wird geprüft …',
      until: (time) => `Diese Seite gilt bis ${time}.`,
      other: 'Von vorn beginnen',
      none: 'Du hast nur eine Art? Ruf deinen Helpdesk an: Dort weiß man, was erlaubt ist, und kann mit dir ein neues Handy koppeln.',
    },
    faults: {
      code_refused:
        'Dieser Code stimmt nicht, oder er wurde schon benutzt. Sieh noch einmal nach; ein Code aus einer App wechselt jede halbe Minute.',
      way_not_allowed: 'Von dieser Art hast du schon einen gezeigt. Tipp einen von anderer Art ein.',
      too_many_tries: (minutes) =>
        `Zu viele falsche Codes dieser Art. Warte ${minutes === 1 ? 'eine Minute' : `${minutes} Minuten`}, nimm eine andere Art, oder ruf deinen Helpdesk an.`,
      too_many_tries_ever:
        'Zu viele falsche Codes dieser Art. Nimm eine andere Art, oder ruf deinen Helpdesk an.',
      too_many_requests:
        'Zu viele Versuche von hier. Warte ein paar Minuten und versuch es dann noch einmal.',
      unauthorized: 'Das hat zu lange gedauert. Beginne von vorn.',
      unreachable:
        'Der Server ist gerade nicht erreichbar. Prüf deine Verbindung und versuch es noch einmal.',
      other: 'Etwas hat nicht geklappt. Versuch es noch einmal; bleibt es dabei, ruf deinen Helpdesk an.',
    },
    done: 'Beide Codes waren richtig. Dein Konto öffnet sich …',
  },
)
