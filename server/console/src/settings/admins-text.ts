// The words of the admins and their roles in both languages.
import { inBoth } from '../text/language.js'

export const adminsText = inBoth(
  {
    title: 'Admins',
    lead: 'Who may work in this console, and how much. They sign in with their own phones.',
    add: 'Give a role',
    table: 'Admins',
    who: 'Who',
    role: 'Role',
    since: 'Since',
    roles: { owner: 'Owner', admin: 'Admin', help_desk: 'Help desk', auditor: 'Auditor' },
    may: {
      owner: 'Everything, also roles, API tokens, keys and backups.',
      admin: 'Accounts, groups, policies, apps and settings. No roles, API tokens, keys or backups.',
      help_desk:
        'Pairs and removes phones, unlocks, turns a second factor off for a time. Changes nothing else.',
      auditor: 'Reads everything, changes nothing.',
    },
    account: 'Account',
    accountHint: 'User ID of somebody who has an account here.',
    accountUnknown: 'There is no account with this user ID. Add it first.',
    change: 'Change the role',
    changeOf: (who: string) => `Change the role of ${who}`,
    remove: 'Take the role away',
    removeTitle: (who: string) => `Take the role of ${who} away?`,
    removeLead: 'They are signed out of the console at once. Their account and their phones stay.',
    removed: 'The role is taken away.',
    saved: 'The role is given.',
    lastOwner: 'The last owner cannot be removed. Give somebody else the role first.',
    oneOwner:
      'There is only one owner. If that phone is lost, only the command line helps: give a second person the role.',
    you: 'you',
    actionsFor: (who: string) => `Actions for ${who}`,
  },
  {
    title: 'Admins',
    lead: 'Wer in dieser Konsole arbeiten darf und wie viel. Sie melden sich mit dem eigenen Handy an.',
    add: 'Rolle geben',
    table: 'Admins',
    who: 'Wer',
    role: 'Rolle',
    since: 'Seit',
    roles: { owner: 'Eigentümer', admin: 'Admin', help_desk: 'Helpdesk', auditor: 'Prüfer' },
    may: {
      owner: 'Alles, auch Rollen, API-Tokens, Schlüssel und Sicherungen.',
      admin:
        'Konten, Gruppen, Richtlinien, Apps und Einstellungen. Keine Rollen, API-Tokens, Schlüssel oder Sicherungen.',
      help_desk:
        'Koppelt und entfernt Handys, entsperrt, schaltet einen zweiten Faktor für eine Zeit ab. Ändert sonst nichts.',
      auditor: 'Liest alles, ändert nichts.',
    },
    account: 'Konto',
    accountHint: 'Benutzer-ID von jemandem, der hier ein Konto hat.',
    accountUnknown: 'Es gibt kein Konto mit dieser Benutzer-ID. Füge es zuerst hinzu.',
    change: 'Rolle ändern',
    changeOf: (who) => `Rolle von ${who} ändern`,
    remove: 'Rolle nehmen',
    removeTitle: (who) => `${who} die Rolle nehmen?`,
    removeLead: 'Diese Person wird sofort von der Konsole abgemeldet. Ihr Konto und ihre Handys bleiben.',
    removed: 'Die Rolle ist genommen.',
    saved: 'Die Rolle ist gegeben.',
    lastOwner: 'Der letzte Eigentümer kann nicht entfernt werden. Gib zuerst jemand anderem die Rolle.',
    oneOwner:
      'Es gibt nur einen Eigentümer. Geht dieses Handy verloren, hilft nur die Kommandozeile: gib einer zweiten Person die Rolle.',
    you: 'du',
    actionsFor: (who) => `Aktionen für ${who}`,
  },
)
