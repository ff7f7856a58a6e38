// The words of one's own phones, and of adding another one.
import { inBoth } from '../text/language.js'

export const phonesText = inBoth(
  {
    title: 'Your phones',
    lead: 'Each of them can approve a login. Two are better than one: if one breaks, the other lets you in.',
    add: 'Pair another phone',
    addNew: 'Pair my new phone',
    added: 'The new phone is paired. It is asked like the others from now on.',
    mayNotPair: 'Pairing another phone is done by your help desk here.',
    since: (date: string) => `Paired ${date}`,
    used: (ago: string) => `used ${ago}`,
    neverUsed: 'not used yet',
    suspended: 'May only deny',
    suspendedLead:
      'After several wrong answers or PINs. Your help desk can change that; after five wrong PINs, remove it and pair it anew.',
    waiting: 'Not confirmed yet',
    none: {
      title: 'No phone',
      lead: 'Ask your help desk to pair one with you.',
      recovered: 'Pair your new one now: it takes a minute.',
    },
    remove: (name: string) => `Remove ${name}`,
    removeShort: 'Remove',
    removeTitle: (name: string) => `Remove ${name}?`,
    removeThen: [
      'It can no longer approve anything, at once and for good.',
      'To use it again, it is paired anew.',
    ],
    removeLast:
      'This is your only phone. Without it you cannot sign in any more, here either, until your help desk pairs a new one.',
    removed: (name: string) => `${name} was removed.`,
    pair: { title: 'Pair another phone', making: 'Making a link…' },
  },
  {
    title: 'Deine Handys',
    lead: 'Jedes kann eine Anmeldung bestätigen. Zwei sind besser als eines: geht eines kaputt, lässt dich das andere hinein.',
    add: 'Weiteres Handy koppeln',
    addNew: 'Mein neues Handy koppeln',
    added: 'Das neue Handy ist gekoppelt. Ab jetzt wird es gefragt wie die anderen.',
    mayNotPair: 'Weitere Handys koppelt hier dein Helpdesk.',
    since: (date) => `Gekoppelt am ${date}`,
    used: (ago) => `benutzt ${ago}`,
    neverUsed: 'noch nicht benutzt',
    suspended: 'Darf nur ablehnen',
    suspendedLead:
      'Nach mehreren falschen Antworten oder PINs. Dein Helpdesk kann das ändern; nach fünf falschen PINs entferne es und koppele es neu.',
    waiting: 'Noch nicht bestätigt',
    none: {
      title: 'Kein Handy',
      lead: 'Bitte deinen Helpdesk, eines mit dir zu koppeln.',
      recovered: 'Kopple jetzt dein neues: das dauert eine Minute.',
    },
    remove: (name) => `${name} entfernen`,
    removeShort: 'Entfernen',
    removeTitle: (name) => `${name} entfernen?`,
    removeThen: [
      'Es kann nichts mehr bestätigen, sofort und endgültig.',
      'Um es wieder zu benutzen, wird es neu gekoppelt.',
    ],
    removeLast:
      'Das ist dein einziges Handy. Ohne es kannst du dich nirgends mehr anmelden, auch hier nicht, bis dein Helpdesk ein neues koppelt.',
    removed: (name) => `${name} wurde entfernt.`,
    pair: { title: 'Weiteres Handy koppeln', making: 'Ein Link wird erstellt …' },
  },
)
