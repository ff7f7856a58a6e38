// The words of "this wasn't me" about something that one was told.
import { inBoth } from '../text/language.js'

export const disownText = inBoth(
  {
    say: 'This wasn’t me',
    title: 'Stop your account?',
    stop: 'Stop my account',
    consequences: [
      'Nobody logs in with it any more, and you are signed out here as well.',
      'Phones and codes that were added since then, or shortly before, are removed.',
      'An administrator hears of it, and lets you in again once they know that it is you.',
    ],
  },
  {
    say: 'Das war ich nicht',
    title: 'Dein Konto sperren?',
    stop: 'Mein Konto sperren',
    consequences: [
      'Niemand meldet sich mehr damit an, und auch du bist hier abgemeldet.',
      'Handys und Codes, die seitdem oder kurz davor dazugekommen sind, werden entfernt.',
      'Die Administration erfährt es und lässt dich wieder hinein, sobald sie weiß, dass du es bist.',
    ],
  },
)
