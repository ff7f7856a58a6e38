// What is in the way of a command, said as a sentence with a next step.

type Words = readonly [sentence: string, next: string]

/** @param subject what the person named; may be empty. */
export function conflictWords(what: string, because: string, subject: string): Words {
  const known = KNOWN[`${what}: ${because}`]
  if (known !== undefined) return known
  if (what === 'import') return [`this list cannot go on: it is ${because}`, 'countersign import list']
  if (what === 'backup') return [`no backup was made: ${because}`, 'countersign doctor']
  if (what === 'login name')
    return [`somebody else logs in by this name (${because})`, 'countersign account show NAME says who']
  // The rest of the flows say it in words of their own.
  const named = subject === '' || because.includes(subject) ? '' : ` "${subject}"`
  return [`the ${what}${named} stays as it is: ${because}`, NEXT[what] ?? 'the same command with --help']
}

/** By what is in the way, and why, as the flows name it. */
const KNOWN: Readonly<Record<string, Words>> = {
  'invitation: over': [
    'this invitation is over: accepted, revoked, expired, or blocked after wrong start codes',
    'countersign invite list says which; a new one: countersign invite --account USER_ID --channel CHANNEL',
  ],
  'invitation: on_paper': [
    'this invitation was printed on a card: there is no mail to send again',
    'print its card again: countersign invite sheet FILE',
  ],
  'invitation: too_soon': [
    'this invitation was mailed less than ten minutes ago',
    'wait ten minutes; whether the mail left: countersign outgoing list',
  ],
  'invitation: no_address': [
    'this account has no mail address any more',
    'countersign account edit USER_ID --email ADDRESS, or invite by a card: countersign invite --account USER_ID --channel sheet',
  ],
  'mail: not_set_up': [
    'mail is not set up: nothing can be sent',
    'countersign mail set URL, or invite by cards: countersign invite --channel sheet',
  ],
  'outgoing: only what failed for good is tried again': [
    'this one did not fail for good: it was sent, or the server tries it again by itself',
    'countersign outgoing list',
  ],
  'owner: this is the last owner': [
    'this is the last owner: a server without one cannot be administered in the console',
    'make somebody else an owner first: countersign admin add USER_ID --role owner',
  ],
  'owner: there is an owner': [
    'this server has an owner already: nobody needs a setup link',
    'countersign admin list; another owner: countersign admin add USER_ID --role owner',
  ],
  'key: the next key is announced already': [
    'the next key is announced already: phones are still taking it over',
    'countersign key status',
  ],
  'key: another server changed the keys just now': [
    'another server changed the keys just now: nothing was done here',
    'countersign key status',
  ],
  'import: header': [
    'the first line of the list has a fault: nothing of it can be taken over',
    'correct the list, and read it again: countersign import FILE',
  ],
  'import: empty': ['the list has no lines below its header', 'correct the list'],
  'import: faults': ['some lines have a fault', 'correct them, or pass them over with --skip-faulty'],
  'import: new_groups': [
    'the list names groups that are not there',
    'add them, or have them made with --create-groups',
  ],
  'import: done': ['this list was taken over already', 'read a newer one: countersign import FILE'],
  'import: cancelled': [
    'this list was cancelled: what was done stays, and it never goes on',
    'read it again: countersign import FILE',
  ],
  'import: ready': ['this list was not started yet', 'countersign import start ID'],
}

const NEXT: Readonly<Record<string, string>> = {
  group: 'countersign group list',
  webhook: 'countersign webhook list, and countersign webhook remove ID for one that is not needed',
  key: 'countersign key status',
  owner: 'countersign admin list',
  'external id': 'countersign account list',
}

/** What is not there: what people call it, and the command that shows what is. */
export function missingWords(what: string, subject: string): Words {
  const [called, next] = MISSING[what] ?? [what, 'the same command with --help']
  return [`there is no ${called}${subject === '' ? '' : ` "${subject}"`}`, next]
}

const MISSING: Readonly<Record<string, Words>> = {
  account: ['account', 'countersign account list'],
  admin: ['admin', 'countersign admin list'],
  app: ['app', 'countersign app list'],
  browser: ['known browser', 'countersign browser list USER_ID'],
  'bypass code': ['bypass code', 'countersign bypass list USER_ID'],
  device: ['device', 'countersign device list'],
  group: ['group', 'countersign group list'],
  import: ['list of people', 'countersign import list'],
  invitation: ['invitation', 'countersign invite list'],
  key: ['app key', 'countersign app list'],
  outgoing: ['mail or webhook message', 'countersign outgoing list'],
  pairing: ['pairing link', 'make another: countersign pair USER_ID'],
  token: ['token', 'countersign token list'],
  totp: ['app with codes', 'countersign totp list USER_ID'],
  webhook: ['webhook', 'countersign webhook list'],
}
