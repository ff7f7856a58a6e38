// The words of the invitation pages in both languages.
import { inBoth } from '../text/language.js'

export const invitationsText = inBoth(
  {
    title: 'Invitations',
    lead: 'Who was asked to pair a first phone, and who has not done it yet.',
    invite: 'Invite people',
    summary: 'How many there are',
    notInvited: 'not invited yet',
    inviteThem: 'Invite them',
    states: {
      open: 'not yet accepted',
      accepted: 'accepted',
      expired: 'expired',
      blocked: 'blocked',
      revoked: 'revoked',
    },
    state: {
      open: 'Not yet accepted',
      opened: 'Opened, not yet paired',
      accepted: 'Accepted',
      expired: 'Expired',
      blocked: 'Blocked after five wrong start codes',
      revoked: 'Revoked',
    },
    filter: 'Show',
    stateHead: 'State',
    all: 'All',
    way: 'Way',
    allWays: 'Mail and sheets',
    channel: { mail: 'Mail', sheet: 'Sheet' },
    table: 'Invitations',
    person: 'Person',
    when: 'Sent or made',
    reminded: 'Reminded',
    ends: 'Ends',
    never: '–',
    empty: 'Nobody is invited yet',
    emptyLead:
      'An invitation leads a person through pairing a first phone: by mail, or on a sheet that you hand over.',
    emptyFilter: 'No invitation fits this filter.',
    choose: (name: string) => `Choose ${name}`,
    chosen: (count: number) => (count === 1 ? '1 chosen' : `${count} chosen`),
    remind: 'Remind',
    remindHint: 'Sends the mail again.',
    tooSoon: (count: number) =>
      count === 1
        ? '1 was mailed less than ten minutes ago, and is not reminded yet.'
        : `${count} were mailed less than ten minutes ago, and are not reminded yet.`,
    stale:
      'One of them was accepted, revoked or mailed meanwhile. Load the page again to see how they stand.',
    remindedNow: (count: number) => (count === 1 ? '1 person is reminded.' : `${count} people are reminded.`),
    revoke: 'Revoke',
    revokeTitle: (count: number) => (count === 1 ? 'Revoke the invitation?' : `Revoke ${count} invitations?`),
    revokeLead: 'The link stops working at once, on paper too. You can invite the person again.',
    revokedNow: (count: number) =>
      count === 1 ? '1 invitation is revoked.' : `${count} invitations are revoked.`,
    keep: 'Keep',
    print: 'Print sheets',
    codes: 'Start codes (CSV)',
    more: 'Show more',
    new: {
      title: 'Invite people',
      lead: 'Whoever has a phone already, is suspended, or was invited already is left out by itself.',
      whom: 'Whom',
      withoutDevice: 'Everybody without a phone',
      group: 'The members of a group',
      groupLabel: 'Group',
      noGroups: 'There is no group yet.',
      groupMissing: 'Choose a group.',
      imported: (name: string) => `The people of the list ${name}`,
      accounts: (count: number) =>
        count === 1 ? 'The 1 account that you chose' : `The ${count} accounts that you chose`,
      how: 'How',
      mail: 'By mail',
      mailHint:
        'The mail has a link. It works only together with a start code of eight digits, which you give to the person in another way.',
      mailMissing: 'Mail is not set up yet.',
      setUpMail: 'Set it up',
      sheet: 'On a sheet',
      sheetHint: 'One card a person, with a QR code and the start code, to print and hand over.',
      days: 'Valid for how many days',
      daysHint: '1 to 60.',
      daysInvalid: 'A whole number from 1 to 60.',
      send: 'Invite',
      working: (count: number) => (count === 0 ? 'Inviting…' : `${count} invited so far…`),
      back: 'Back to the invitations',
    },
    made: {
      title: (count: number) => (count === 1 ? '1 person is invited' : `${count} people are invited`),
      none: 'Nobody was left to invite',
      mail: 'The mails are on their way. Now give each person their start code, in any way but mail: in person, by telephone, on paper.',
      codes: 'Download the start codes (CSV)',
      sheet: 'The sheets are ready to be printed.',
      print: 'Print the sheets',
      leftOut: 'Left out',
      hasDevice: (count: number) => (count === 1 ? '1 has a phone already' : `${count} have a phone already`),
      notActive: (count: number) => (count === 1 ? '1 is suspended' : `${count} are suspended`),
      invitedAlready: (count: number) =>
        count === 1 ? '1 was invited already' : `${count} were invited already`,
      notPermitted: (count: number) =>
        count === 1
          ? '1 is an admin: only an owner invites them'
          : `${count} are admins: only an owner invites them`,
      noAddress: (count: number) =>
        count === 1 ? '1 has no e-mail address' : `${count} have no e-mail address`,
    },
    sheet: {
      title: 'Sheets to print',
      lead: (count: number) =>
        count === 1
          ? '1 card. It lets somebody pair a phone: hand it to that person only.'
          : `${count} cards, six on a page. Each lets somebody pair a phone: hand it to that person only.`,
      language: 'Language of the cards',
      print: 'Print',
      collecting: 'Collecting the cards…',
      none: 'There is no open invitation on a sheet here.',
      back: 'Back to the invitations',
      card: (name: string) => `Card of ${name}`,
    },
    codeFile: { name: 'start-codes', user: 'user_id', displayName: 'name', code: 'start_code' },
  },
  {
    title: 'Einladungen',
    lead: 'Wer gebeten wurde, ein erstes Handy zu koppeln, und wer es noch nicht getan hat.',
    invite: 'Leute einladen',
    summary: 'Wie viele es sind',
    notInvited: 'noch nicht eingeladen',
    inviteThem: 'Diese einladen',
    states: {
      open: 'noch nicht angenommen',
      accepted: 'angenommen',
      expired: 'abgelaufen',
      blocked: 'blockiert',
      revoked: 'zurückgezogen',
    },
    state: {
      open: 'Noch nicht angenommen',
      opened: 'Geöffnet, noch nicht gekoppelt',
      accepted: 'Angenommen',
      expired: 'Abgelaufen',
      blocked: 'Nach fünf falschen Startcodes blockiert',
      revoked: 'Zurückgezogen',
    },
    filter: 'Zeige',
    stateHead: 'Stand',
    all: 'Alle',
    way: 'Weg',
    allWays: 'E-Mail und Blätter',
    channel: { mail: 'E-Mail', sheet: 'Blatt' },
    table: 'Einladungen',
    person: 'Person',
    when: 'Gesendet oder gemacht',
    reminded: 'Erinnert',
    ends: 'Endet',
    never: '–',
    empty: 'Noch ist niemand eingeladen',
    emptyLead:
      'Eine Einladung führt eine Person durch das Koppeln eines ersten Handys: per E-Mail oder auf einem Blatt, das du übergibst.',
    emptyFilter: 'Keine Einladung passt zu diesem Filter.',
    choose: (name) => `${name} wählen`,
    chosen: (count) => `${count} gewählt`,
    remind: 'Erinnern',
    remindHint: 'Sendet die E-Mail noch einmal.',
    tooSoon: (count) =>
      count === 1
        ? '1 bekam vor weniger als zehn Minuten Post und wird noch nicht erinnert.'
        : `${count} bekamen vor weniger als zehn Minuten Post und werden noch nicht erinnert.`,
    stale:
      'Eine davon wurde inzwischen angenommen, zurückgezogen oder gemailt. Lade die Seite neu, um zu sehen, wie sie stehen.',
    remindedNow: (count) => (count === 1 ? '1 Person wird erinnert.' : `${count} Leute werden erinnert.`),
    revoke: 'Zurückziehen',
    revokeTitle: (count) => (count === 1 ? 'Einladung zurückziehen?' : `${count} Einladungen zurückziehen?`),
    revokeLead: 'Der Link geht sofort nicht mehr, auch nicht auf Papier. Du kannst die Person neu einladen.',
    revokedNow: (count) =>
      count === 1 ? '1 Einladung ist zurückgezogen.' : `${count} Einladungen sind zurückgezogen.`,
    keep: 'Behalten',
    print: 'Blätter drucken',
    codes: 'Startcodes (CSV)',
    more: 'Mehr zeigen',
    new: {
      title: 'Leute einladen',
      lead: 'Wer schon ein Handy hat, gesperrt ist oder schon eingeladen wurde, wird von selbst ausgelassen.',
      whom: 'Wen',
      withoutDevice: 'Alle ohne Handy',
      group: 'Die Mitglieder einer Gruppe',
      groupLabel: 'Gruppe',
      noGroups: 'Noch gibt es keine Gruppe.',
      groupMissing: 'Wähle eine Gruppe.',
      imported: (name) => `Die Leute der Liste ${name}`,
      accounts: (count) =>
        count === 1 ? 'Das 1 Konto, das du gewählt hast' : `Die ${count} Konten, die du gewählt hast`,
      how: 'Wie',
      mail: 'Per E-Mail',
      mailHint:
        'Die E-Mail hat einen Link. Er geht nur zusammen mit einem Startcode aus acht Ziffern, den du der Person auf anderem Weg gibst.',
      mailMissing: 'E-Mail ist noch nicht eingerichtet.',
      setUpMail: 'Einrichten',
      sheet: 'Auf einem Blatt',
      sheetHint: 'Eine Karte je Person, mit QR-Code und Startcode, zum Drucken und Übergeben.',
      days: 'Wie viele Tage gültig',
      daysHint: '1 bis 60.',
      daysInvalid: 'Eine ganze Zahl von 1 bis 60.',
      send: 'Einladen',
      working: (count) => (count === 0 ? 'Wird eingeladen …' : `Bisher ${count} eingeladen …`),
      back: 'Zurück zu den Einladungen',
    },
    made: {
      title: (count) => (count === 1 ? '1 Person ist eingeladen' : `${count} Leute sind eingeladen`),
      none: 'Niemand war noch einzuladen',
      mail: 'Die E-Mails sind unterwegs. Gib jetzt jeder Person ihren Startcode, nur nicht per E-Mail: persönlich, am Telefon, auf Papier.',
      codes: 'Startcodes herunterladen (CSV)',
      sheet: 'Die Blätter können gedruckt werden.',
      print: 'Blätter drucken',
      leftOut: 'Ausgelassen',
      hasDevice: (count) => (count === 1 ? '1 hat schon ein Handy' : `${count} haben schon ein Handy`),
      notActive: (count) => (count === 1 ? '1 ist gesperrt' : `${count} sind gesperrt`),
      invitedAlready: (count) =>
        count === 1 ? '1 wurde schon eingeladen' : `${count} wurden schon eingeladen`,
      notPermitted: (count) =>
        count === 1
          ? '1 ist Admin: nur Eigentümer laden sie ein'
          : `${count} sind Admins: nur Eigentümer laden sie ein`,
      noAddress: (count) =>
        count === 1 ? '1 hat keine E-Mail-Adresse' : `${count} haben keine E-Mail-Adresse`,
    },
    sheet: {
      title: 'Blätter zum Drucken',
      lead: (count) =>
        count === 1
          ? '1 Karte. Mit ihr kann jemand ein Handy koppeln: gib sie nur dieser Person.'
          : `${count} Karten, sechs auf einer Seite. Mit jeder kann jemand ein Handy koppeln: gib sie nur dieser Person.`,
      language: 'Sprache der Karten',
      print: 'Drucken',
      collecting: 'Die Karten werden gesammelt …',
      none: 'Hier ist keine offene Einladung auf einem Blatt.',
      back: 'Zurück zu den Einladungen',
      card: (name) => `Karte von ${name}`,
    },
    codeFile: { name: 'startcodes', user: 'user_id', displayName: 'name', code: 'start_code' },
  },
)

/** What stands on a card: in the language of whoever gets it. */
export const cardText = inBoth(
  {
    hello: (name: string) => `Hello ${name}`,
    lead: (server: string) => `Your phone becomes your key to ${server}. It takes three minutes.`,
    scan: 'Scan this code with your phone’s camera and open the page.',
    type: 'Type your start code there:',
    follow: 'Follow the page: it pairs your phone.',
    user: 'Your user ID',
    until: (date: string) => `Valid until ${date}. Nobody will ask you for this code by telephone or mail.`,
  },
  {
    hello: (name) => `Hallo ${name}`,
    lead: (server) => `Dein Handy wird dein Schlüssel zu ${server}. Es dauert drei Minuten.`,
    scan: 'Scanne diesen Code mit der Kamera deines Handys und öffne die Seite.',
    type: 'Tippe dort deinen Startcode ein:',
    follow: 'Folge der Seite: sie koppelt dein Handy.',
    user: 'Deine Benutzer-ID',
    until: (date) => `Gültig bis ${date}. Niemand fragt dich am Telefon oder per E-Mail nach diesem Code.`,
  },
)
