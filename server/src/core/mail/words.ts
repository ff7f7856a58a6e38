// What mails say, by language: the shape that every language fills, and the choice among them.
import type { MailedKind } from '@countersign/protocol/me'
import { de } from './de.js'
import { en } from './en.js'
import type { FactRow } from './letter.js'

export type MailLocale = 'en' | 'de'

/** A notice in words: what happened, the facts of it, and what to do if it was not you. */
export interface NoticeWords {
  readonly subject: string
  readonly lead: string
  readonly rows: readonly FactRow[]
  readonly advice: string
}

/** The facts of a notice as texts, each harmless already; empty where there is none. */
export type FactTexts = Readonly<Record<string, string>>

export interface MailWords {
  readonly greeting: (name: string) => string
  /** The formats of `Intl.DateTimeFormat`; times are told in UTC and say so. */
  readonly dateLocale: string
  readonly userId: string
  readonly when: string
  readonly support: (contact: string) => string
  readonly ownPage: string
  /** Before the link that stops the account. */
  readonly notMe: string
  readonly notice: Readonly<Record<MailedKind, (facts: FactTexts) => NoticeWords>>
  readonly invitation: InvitationWords
  readonly reminder: InvitationWords
  readonly test: (server: string) => { readonly subject: string; readonly lead: string }
}

export interface InvitationWords {
  readonly subject: (server: string) => string
  readonly lead: (server: string) => string
  readonly steps: string
  readonly linkLabel: string
  readonly until: (date: string) => string
  readonly notYou: string
}

const languages: Readonly<Record<MailLocale, MailWords>> = { en, de }

export function mailWords(locale: MailLocale): MailWords {
  return languages[locale]
}

/** Without a `Date`, which the core does not have: Intl formats milliseconds as they are. */
export function timeInWords({ dateLocale }: MailWords, atMs: number): string {
  const format = new Intl.DateTimeFormat(dateLocale, {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'UTC',
  })
  return `${format.format(atMs)} UTC`
}
