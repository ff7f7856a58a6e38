// The words of the first visit: who owns this server.
import { inBoth } from '../text/language.js'

export const setupText = inBoth(
  {
    title: 'Welcome. Who owns this server?',
    lead: 'You are the first here. Name yourself, then pair your phone: it is how you sign in from now on.',
    userId: 'Your user ID',
    userIdHint: 'How you sign in, such as your mail address.',
    userIdMissing: 'Type a user ID.',
    displayName: 'Your name',
    displayNameMissing: 'Type your name.',
    email: 'E-mail',
    emailHint: 'Where you are told when a phone is added or removed.',
    emailWrong: 'This is no mail address: something like anna@example.org is expected.',
    next: 'Next: pair my phone',
    pairTitle: 'Pair your phone',
    doneTitle: 'You are the owner',
    doneLead: 'You are signed in. From now on your phone lets you in.',
    nextStepsTitle: 'What comes next',
    nextSteps: [
      'Pair a second phone, or make a second owner: then a lost phone locks nobody out.',
      'Add the people who log in: one by one, or many from a list.',
      'Register the apps that they log in to.',
    ],
    enter: 'To the console',
    refused: {
      unauthorized:
        'This setup link is not valid: it is used, older than a day, or there is an owner already. On the server, make a new one: countersign admin setup-link',
      setup:
        'The setup was begun in another browser. Go on there, or wait a quarter of an hour and open the link again.',
      owner: 'This server has an owner already. Sign in, or ask them to make you an admin.',
      account: 'This user ID has a phone already. Choose another one for yourself.',
    },
    toSignIn: 'To the sign-in',
  },
  {
    title: 'Willkommen. Wem gehört dieser Server?',
    lead: 'Du bist als Erste oder Erster hier. Sag, wer du bist, und kopple dann dein Handy: damit meldest du dich ab jetzt an.',
    userId: 'Deine Benutzer-ID',
    userIdHint: 'Womit du dich anmeldest, zum Beispiel deine E-Mail-Adresse.',
    userIdMissing: 'Gib eine Benutzer-ID ein.',
    displayName: 'Dein Name',
    displayNameMissing: 'Gib deinen Namen ein.',
    email: 'E-Mail',
    emailHint: 'Dorthin erfährst du, wenn ein Handy dazukommt oder entfernt wird.',
    emailWrong: 'Das ist keine E-Mail-Adresse: erwartet wird etwas wie anna@example.org.',
    next: 'Weiter: mein Handy koppeln',
    pairTitle: 'Kopple dein Handy',
    doneTitle: 'Der Server gehört dir',
    doneLead: 'Du bist angemeldet. Ab jetzt lässt dich dein Handy hinein.',
    nextStepsTitle: 'Was als Nächstes kommt',
    nextSteps: [
      'Kopple ein zweites Handy, oder mach jemanden zum zweiten Eigentümer: dann sperrt ein verlorenes Handy niemanden aus.',
      'Füge die Menschen hinzu, die sich anmelden: einzeln, oder viele aus einer Liste.',
      'Registriere die Apps, bei denen sie sich anmelden.',
    ],
    enter: 'Zur Konsole',
    refused: {
      unauthorized:
        'Dieser Einrichtungslink gilt nicht: er ist benutzt, älter als einen Tag, oder es gibt schon einen Eigentümer. Erstelle auf dem Server einen neuen: countersign admin setup-link',
      setup:
        'Die Einrichtung wurde in einem anderen Browser begonnen. Mach dort weiter, oder warte eine Viertelstunde und öffne den Link noch einmal.',
      owner: 'Dieser Server hat schon einen Eigentümer. Melde dich an, oder bitte darum, Admin zu werden.',
      account: 'Diese Benutzer-ID hat schon ein Handy. Wähle eine andere für dich.',
    },
    toSignIn: 'Zur Anmeldung',
  },
)
