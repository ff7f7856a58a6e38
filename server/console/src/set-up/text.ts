// The words of the page that a login leads to, in both languages: for people who wanted to log in and meet this first.
import { inBoth } from '../text/language.js'

export const setUpText = inBoth(
  {
    loading: 'Opening your set-up…',
    codes: {
      title: 'First, a way back in',
      lead: (app: string, user: string) =>
        `${app} asks for more than a password from now on: your phone. Before it counts for ${user}, make backup codes, for the day when it is lost or flat.`,
      keep: 'Your backup codes',
    },
    phone: {
      title: 'Now pair your phone',
      lead: (user: string) => `It becomes the key to your account ${user}.`,
      opening: 'Making a link for your phone…',
      instead: 'No phone for this?',
      app: 'Use an app with codes',
    },
    done: {
      title: 'All set',
      lead: (app: string) => `Go back to ${app}: it goes on there, with what you have just set up.`,
      next: 'From now on',
      withPhone: [
        'When you log in, the login page shows an access pass.',
        'Your phone asks you, and you tap the same access pass there.',
        'If it was not you, tap “This wasn’t me”. Nobody gets in.',
      ],
      withApp: [
        'When you log in, choose “Use another way” on the login page.',
        'Type the code that your app shows at that moment. Each is good once.',
        'Never tell it to anybody, whoever asks.',
      ],
      back: (app: string) => `Back to ${app}`,
      going: 'One moment…',
      also: 'Also without your phone',
      alsoLead:
        'An app on another device can make codes for you, such as Aegis, FreeOTP or a password manager.',
      add: 'Add an app with codes',
    },
    faults: {
      title: 'This link leads nowhere any more',
      lead: 'It is good once, in one browser, for half an hour. Go back to where you wanted to log in and begin there again.',
      noLink: 'This page needs a login',
      noLinkLead:
        'It opens when you log in somewhere that asks for a second factor and you have none yet. Go there first. Were you here before? Then its half hour is over: log in there once more.',
      unreachable: 'The server cannot be reached right now. Check your connection and try again.',
      tooMany: 'Too many tries from here. Wait a few minutes, then try again.',
      busy: 'Many people do this at the moment. Wait a few seconds, then try again.',
      other: 'Something did not work. Try again; if it keeps failing, tell your help desk.',
      again: 'Try again',
    },
  },
  {
    loading: 'Deine Einrichtung wird geöffnet …',
    codes: {
      title: 'Zuerst ein Weg zurück',
      lead: (app, user) =>
        `${app} fragt ab jetzt nach mehr als einem Passwort: nach deinem Handy. Bevor es für ${user} zählt, erstelle Backup-Codes, für den Tag, an dem es verloren oder leer ist.`,
      keep: 'Deine Backup-Codes',
    },
    phone: {
      title: 'Jetzt dein Handy koppeln',
      lead: (user) => `Es wird der Schlüssel zu deinem Konto ${user}.`,
      opening: 'Ein Link für dein Handy wird erstellt …',
      instead: 'Kein Handy dafür?',
      app: 'Eine App mit Codes nehmen',
    },
    done: {
      title: 'Alles eingerichtet',
      lead: (app) => `Geh zurück zu ${app}: dort geht es weiter, mit dem, was du gerade eingerichtet hast.`,
      next: 'Ab jetzt',
      withPhone: [
        'Wenn du dich anmeldest, zeigt die Anmeldeseite ein Zugangssymbol.',
        'Dein Handy fragt dich, und du tippst dort auf dasselbe Zugangssymbol.',
        'Warst du es nicht, tippe auf „Das war ich nicht“. Niemand kommt hinein.',
      ],
      withApp: [
        'Wenn du dich anmeldest, wähle auf der Anmeldeseite „Anderer Weg“.',
        'Tippe den Code ein, den deine App gerade zeigt. Jeder gilt einmal.',
        'Sag ihn niemandem, wer auch fragt.',
      ],
      back: (app) => `Zurück zu ${app}`,
      going: 'Einen Moment …',
      also: 'Auch ohne dein Handy',
      alsoLead:
        'Eine App auf einem anderen Gerät kann dir Codes machen, etwa Aegis, FreeOTP oder ein Passwortmanager.',
      add: 'Eine App mit Codes hinzufügen',
    },
    faults: {
      title: 'Dieser Link führt nirgends mehr hin',
      lead: 'Er gilt einmal, in einem Browser, eine halbe Stunde lang. Geh dorthin zurück, wo du dich anmelden wolltest, und fang dort noch einmal an.',
      noLink: 'Diese Seite braucht eine Anmeldung',
      noLinkLead:
        'Sie öffnet sich, wenn du dich irgendwo anmeldest, wo ein zweiter Faktor verlangt wird und du noch keinen hast. Geh zuerst dorthin. Warst du schon hier? Dann ist die halbe Stunde vorbei: melde dich dort noch einmal an.',
      unreachable:
        'Der Server ist gerade nicht erreichbar. Prüf deine Verbindung und versuch es noch einmal.',
      tooMany: 'Zu viele Versuche von hier. Warte ein paar Minuten und versuch es dann noch einmal.',
      busy: 'Gerade machen das viele. Warte ein paar Sekunden und versuch es dann noch einmal.',
      other:
        'Etwas hat nicht geklappt. Versuch es noch einmal; bleibt es dabei, sag deinem Helpdesk Bescheid.',
      again: 'Noch einmal versuchen',
    },
  },
)
