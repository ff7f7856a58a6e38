// The words of the frame.
import { inBoth } from '../text/language.js'

export const shellText = inBoth(
  {
    skip: 'Skip to the content',
    nav: 'Console',
    menu: 'Menu',
    signedInAs: 'Signed in as',
    signOut: 'Sign out',
    account: 'My account',
    roles: { owner: 'Owner', admin: 'Admin', help_desk: 'Help desk', auditor: 'Auditor' },
    nowhereTitle: 'There is no such page',
    nowhereLead: 'The address may be old, or mistyped.',
    forbiddenTitle: 'This page is not open to you',
    forbiddenLead: 'Your role does not include it. An owner can change that under Admins.',
    home: 'To the first page',
    brokenTitle: 'This page could not be shown',
    brokenLead: 'Load it again. If it keeps failing, the console may have been updated while it was open.',
    reload: 'Load again',
  },
  {
    skip: 'Zum Inhalt springen',
    nav: 'Konsole',
    menu: 'Menü',
    signedInAs: 'Angemeldet als',
    signOut: 'Abmelden',
    account: 'Mein Konto',
    roles: { owner: 'Eigentümer', admin: 'Admin', help_desk: 'Helpdesk', auditor: 'Prüfer' },
    nowhereTitle: 'Diese Seite gibt es nicht',
    nowhereLead: 'Die Adresse ist vielleicht alt oder vertippt.',
    forbiddenTitle: 'Diese Seite ist für dich nicht offen',
    forbiddenLead: 'Sie gehört nicht zu deiner Rolle. Eigentümer können das unter „Admins“ ändern.',
    home: 'Zur ersten Seite',
    brokenTitle: 'Diese Seite konnte nicht gezeigt werden',
    brokenLead: 'Lade sie neu. Wenn es dabei bleibt, wurde die Konsole vielleicht inzwischen aktualisiert.',
    reload: 'Neu laden',
  },
)
