// The letter of an invitation, and of its reminder: where to go, and that the start code comes another way.
import type { Letter } from './letter.js'
import { copied, foreign, words } from './letter.js'
import type { Correspondence } from './notice-letter.js'
import { supportOf } from './notice-letter.js'
import { mailWords, timeInWords } from './words.js'

/** @param link holds the invitation's secret, which alone pairs nothing; a start code is never in a mail. */
export function invitationLetter(
  to: Correspondence,
  kind: 'invitation' | 'reminder',
  link: string,
  expiresAtMs: number,
): Letter {
  const language = mailWords(to.locale)
  const say = language[kind]
  const server = foreign(to.serverName)
  return {
    subject: say.subject(server),
    paragraphs: [
      words(language.greeting(foreign(to.displayName || to.userId))),
      words(say.lead(server)),
      { kind: 'facts', rows: [[language.userId, copied(to.userId)]] },
      words(say.steps),
      { kind: 'link', label: say.linkLabel, url: link },
      words(say.until(timeInWords(language, expiresAtMs))),
      words(say.notYou),
      ...supportOf(to),
    ],
  }
}
