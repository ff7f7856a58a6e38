// The letter of a notice: what happened to the account, when, and what to do if it was not you.
import type { MailedKind } from '@countersign/protocol/me'
import type { NoticeFacts } from '../ports-notices.js'
import type { FactRow, Letter } from './letter.js'
import { copied, foreign, words } from './letter.js'
import type { FactTexts, MailLocale, MailWords } from './words.js'
import { mailWords, timeInWords } from './words.js'

/** Whom a letter is written to, and by which server. */
export interface Correspondence {
  readonly locale: MailLocale
  readonly serverName: string
  readonly publicUrl: string
  /** Empty: none is set. */
  readonly supportContact: string
  readonly userId: string
  readonly displayName: string
}

export interface Happened {
  readonly kind: MailedKind
  readonly facts: NoticeFacts
  readonly atMs: number
  /** Stops the account; undefined where that would make no sense. */
  readonly notMeUrl?: string | undefined
}

/** Whatever the facts hold, they stay one line each and become no link. */
export function noticeLetter(to: Correspondence, { kind, facts, atMs, notMeUrl }: Happened): Letter {
  const say = mailWords(to.locale)
  const { subject, lead, rows, advice } = say.notice[kind](factTexts(say, facts))
  const known: readonly FactRow[] = rows.filter(([, value]) => value !== '')
  return {
    subject: `${foreign(to.serverName)}: ${subject}`,
    paragraphs: [
      words(say.greeting(foreign(to.displayName || to.userId))),
      words(lead),
      {
        kind: 'facts',
        rows: [[say.userId, copied(to.userId)], ...known, [say.when, timeInWords(say, atMs)]],
      },
      words(advice),
      ...(notMeUrl === undefined ? [] : [{ kind: 'link' as const, label: say.notMe, url: notMeUrl }]),
      ...supportOf(to),
      { kind: 'link', label: say.ownPage, url: `${to.publicUrl}/me/` },
    ],
  }
}

/** Where help is, if the server says so. */
export function supportOf({ locale, supportContact }: Correspondence): Letter['paragraphs'] {
  return supportContact === '' ? [] : [words(mailWords(locale).support(supportContact))]
}

/** `untilMs` is told as a time, under the name `until`. */
function factTexts(say: MailWords, facts: NoticeFacts): FactTexts {
  const texts: Record<string, string> = {}
  for (const [name, fact] of Object.entries(facts)) {
    if (fact === null) continue
    if (name.endsWith('Ms') && typeof fact === 'number') texts[name.slice(0, -2)] = timeInWords(say, fact)
    else texts[name] = foreign(String(fact))
  }
  return texts
}
