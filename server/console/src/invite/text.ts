// The words of the page that an invitation leads to, in both languages: for people who never heard of this before.
import { inBoth } from '../text/language.js'

export const inviteText = inBoth(
  {
    pageTitle: 'Pair your phone',
    loading: 'Opening your invitation…',
    code: {
      title: (server: string) => `Welcome to ${server}`,
      lead: 'Your phone becomes the key to your account. First, show that this invitation is yours.',
      label: 'Start code',
      hint: (digits: number) =>
        `${digits} digits. You were given them with the invitation, or apart from it.`,
      go: 'Go on',
      checking: 'Checking…',
      incomplete: (digits: number) => `The start code has ${digits} digits.`,
      refused:
        'This start code does not fit, or the invitation is no longer valid. Check the digits. After five wrong ones the invitation is blocked, and your help desk sends a new one.',
      none: 'No start code? Ask the person who invited you. Nobody else needs to know it.',
    },
    codes: {
      title: (name: string) => `Hello ${name}`,
      lead: 'Before your phone counts, make backup codes, for the day when it is lost or flat.',
      keep: 'Your backup codes',
    },
    phone: {
      title: 'Now pair your phone',
      lead: (user: string) => `It becomes the key to your account. Your user ID is ${user}.`,
      opening: 'Making a new link…',
    },
    done: {
      title: 'Your phone is paired',
      lead: (device: string, server: string) => `“${device}” is now your key to ${server}.`,
      next: 'From now on',
      nextLogin: 'When you log in somewhere, the login page shows an access pass.',
      nextTap: 'Your phone asks you, and you tap the same access pass there.',
      nextDeny: 'If it was not you, tap “This wasn’t me”. Nobody gets in.',
      close: 'You may close this page, and throw the invitation away.',
    },
    faults: {
      noLink: 'This page needs the whole link',
      noLinkLead:
        'Open it from your invitation again: scan the code on your sheet, or click the link in the mail. Copied by hand, the end is easily lost.',
      unreachable: 'The server cannot be reached right now. Check your connection and try again.',
      tooMany: 'Too many tries from here. Wait a few minutes, then try again.',
      refused: 'This invitation was withdrawn or has ended. Ask your help desk for a new one.',
      other: 'Something did not work. Try again; if it keeps failing, tell your help desk.',
      again: 'Try again',
    },
  },
  {
    pageTitle: 'Handy koppeln',
    loading: 'Deine Einladung wird geöffnet …',
    code: {
      title: (server) => `Willkommen bei ${server}`,
      lead: 'Dein Handy wird der Schlüssel zu deinem Konto. Zeig zuerst, dass diese Einladung deine ist.',
      label: 'Startcode',
      hint: (digits) => `${digits} Ziffern. Du hast sie mit der Einladung oder getrennt von ihr bekommen.`,
      go: 'Weiter',
      checking: 'Wird geprüft …',
      incomplete: (digits) => `Der Startcode hat ${digits} Ziffern.`,
      refused:
        'Dieser Startcode passt nicht, oder die Einladung gilt nicht mehr. Prüf die Ziffern. Nach fünf falschen ist die Einladung blockiert, und dein Helpdesk schickt eine neue.',
      none: 'Kein Startcode? Frag die Person, die dich eingeladen hat. Sonst muss ihn niemand kennen.',
    },
    codes: {
      title: (name) => `Hallo ${name}`,
      lead: 'Bevor dein Handy zählt, erstelle Backup-Codes, für den Tag, an dem es verloren oder leer ist.',
      keep: 'Deine Backup-Codes',
    },
    phone: {
      title: 'Jetzt dein Handy koppeln',
      lead: (user) => `Es wird der Schlüssel zu deinem Konto. Deine Benutzer-ID ist ${user}.`,
      opening: 'Ein neuer Link wird erstellt …',
    },
    done: {
      title: 'Dein Handy ist gekoppelt',
      lead: (device, server) => `„${device}“ ist jetzt dein Schlüssel zu ${server}.`,
      next: 'Ab jetzt',
      nextLogin: 'Wenn du dich irgendwo anmeldest, zeigt die Anmeldeseite ein Zugangssymbol.',
      nextTap: 'Dein Handy fragt dich, und du tippst dort auf dasselbe Zugangssymbol.',
      nextDeny: 'Warst du es nicht, tippe auf „Das war ich nicht“. Niemand kommt hinein.',
      close: 'Du kannst diese Seite schließen und die Einladung wegwerfen.',
    },
    faults: {
      noLink: 'Diese Seite braucht den ganzen Link',
      noLinkLead:
        'Öffne sie noch einmal aus deiner Einladung: scanne den Code auf deinem Blatt oder klick den Link in der E-Mail. Von Hand kopiert geht das Ende leicht verloren.',
      unreachable:
        'Der Server ist gerade nicht erreichbar. Prüf deine Verbindung und versuch es noch einmal.',
      tooMany: 'Zu viele Versuche von hier. Warte ein paar Minuten und versuch es dann noch einmal.',
      refused: 'Diese Einladung wurde zurückgezogen oder ist zu Ende. Bitte deinen Helpdesk um eine neue.',
      other:
        'Etwas hat nicht geklappt. Versuch es noch einmal; bleibt es dabei, sag deinem Helpdesk Bescheid.',
      again: 'Noch einmal versuchen',
    },
  },
)
