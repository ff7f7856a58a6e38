// The words of who is signed in, in both languages. To people a session is "signed in".
import { inBoth } from '../text/language.js'

export const sessionsText = inBoth(
  {
    title: 'Who is signed in here',
    lead: 'At the console. Ending one signs that browser out at once.',
    table: 'Signed in',
    who: 'Who',
    browser: 'Browser',
    since: 'Since',
    seen: 'Last seen',
    current: 'this browser',
    end: 'Sign out',
    endOf: (who: string) => `Sign out: ${who}`,
    ended: 'Signed out.',
    none: 'Nobody is signed in.',
  },
  {
    title: 'Wer hier angemeldet ist',
    lead: 'An der Konsole. Beenden meldet jenen Browser sofort ab.',
    table: 'Angemeldet',
    who: 'Wer',
    browser: 'Browser',
    since: 'Seit',
    seen: 'Zuletzt da',
    current: 'dieser Browser',
    end: 'Abmelden',
    endOf: (who) => `${who} abmelden`,
    ended: 'Abgemeldet.',
    none: 'Niemand ist angemeldet.',
  },
)
