// The words of the page that the link "this wasn't me" opens, in both languages: calm, and clear about what happens.
import { inBoth } from '../text/language.js'

export const notMeText = inBoth(
  {
    loading: 'Looking at the link…',
    title: 'Was this not you?',
    told: (user: string, time: string) => `Account ${user}, ${time}:`,
    what: 'If you stop the account',
    consequences: [
      'nobody logs in with it any more, wherever they are; whoever is signed in here is out',
      'phones and codes that were added since then, or shortly before, are removed',
      'an administrator hears of it, and lets you in again once they know that it is you',
    ],
    stop: 'This wasn’t me – stop the account',
    stopping: 'Stopping…',
    close: 'It was you? Then just close this page. Nothing was changed.',
    stoppedTitle: 'The account is stopped',
    stoppedLead: (user: string) => `Nobody logs in as ${user} now.`,
    next: 'What to do next',
    steps: [
      'Change the password of your account, wherever you use it.',
      'Call your help desk: they see to it that an administrator lets you in again.',
      'Look for your phone and your printed codes: is something missing?',
    ],
    faults: {
      noLink: 'This page needs the whole link',
      noLinkLead: 'Open it from the e-mail again. Copied by hand, the end is easily lost.',
      ended:
        'This link is no longer good: it is older than a week, or it never was. Call your help desk to have the account stopped.',
      unreachable: 'The server cannot be reached right now. Try again, or call your help desk at once.',
      other: 'Something did not work. Try again, or call your help desk at once.',
      again: 'Try again',
    },
  },
  {
    loading: 'Der Link wird geprüft …',
    title: 'Warst du das nicht?',
    told: (user, time) => `Konto ${user}, ${time}:`,
    what: 'Wenn du das Konto sperrst',
    consequences: [
      'meldet sich niemand mehr damit an, egal von wo; wer hier angemeldet ist, ist draußen',
      'werden Handys und Codes entfernt, die seitdem oder kurz davor dazugekommen sind',
      'erfährt es die Administration und lässt dich wieder hinein, sobald sie weiß, dass du es bist',
    ],
    stop: 'Das war ich nicht – Konto sperren',
    stopping: 'Wird gesperrt …',
    close: 'Du warst es doch? Dann schließ diese Seite einfach. Es wurde nichts geändert.',
    stoppedTitle: 'Das Konto ist gesperrt',
    stoppedLead: (user) => `Als ${user} meldet sich jetzt niemand an.`,
    next: 'Was jetzt zu tun ist',
    steps: [
      'Ändere das Passwort deines Kontos, überall wo du es benutzt.',
      'Ruf deinen Helpdesk an: Dort sorgt man dafür, dass die Administration dich wieder hineinlässt.',
      'Sieh nach deinem Handy und deinen gedruckten Codes: Fehlt etwas?',
    ],
    faults: {
      noLink: 'Diese Seite braucht den ganzen Link',
      noLinkLead: 'Öffne sie noch einmal aus der E-Mail. Von Hand kopiert geht das Ende leicht verloren.',
      ended:
        'Dieser Link gilt nicht mehr: Er ist älter als eine Woche, oder es gab ihn nie. Ruf deinen Helpdesk an, um das Konto sperren zu lassen.',
      unreachable:
        'Der Server ist gerade nicht erreichbar. Versuch es noch einmal, oder ruf sofort deinen Helpdesk an.',
      other: 'Etwas hat nicht geklappt. Versuch es noch einmal, oder ruf sofort deinen Helpdesk an.',
      again: 'Noch einmal versuchen',
    },
  },
)
