// The page of blind taps, walked by the real planner: what somebody gives away who answers every ring without looking.
import type { Profile } from '@countersign/protocol/admin'
import type { Attack } from '@countersign/test/blind-taps'
import { chanceBefore, DAY_MS, tapsOf, WEEK_MS } from '@countersign/test/blind-taps'
import { table } from './markdown.js'

const PROFILES: readonly Profile[] = ['balanced', 'strict', 'nist']
const BROWSERS = { undetermined: 'not told by the app', new: 'never seen before' } as const

export function blindTapsPage(): string {
  const rows = PROFILES.flatMap((profile) =>
    (['undetermined', 'new'] as const).map((browser) => {
      const walks = (['pressing', 'patient'] as const).map((attacker) =>
        tapsOf({ profile, browser, attacker }),
      )
      const worst = (untilMs: number): string =>
        words(Math.max(...walks.map((taps) => chanceBefore(taps, untilMs))))
      return [
        profile,
        BROWSERS[browser],
        words(walks[0]?.[0]?.chance ?? 0),
        worst(DAY_MS),
        worst(WEEK_MS),
        ringsOf({ profile, browser }),
      ]
    }),
  )
  return `# Blind taps

Somebody who knows the password asks, and the person answers every ring without looking: a tap on any access pass, or six digits out of
the air. They never deny. How likely is it that the one who asks gets in? The table is walked by the server's own rules (one wrong answer
ends a request; after it only typed digits count for 24 hours; rings have a budget; after five wrong answers in a row a phone may only
deny), with the owner logging in every four hours, which gives the budget back. Of an attacker who presses on and one who waits until
access passes are asked again, the better one counts.

${table(['profile', 'the attacker’s browser is', 'the first ring', 'within a day', 'within a week', 'rings in that week'], rows)}
- Whoever **denies** or says “This wasn’t me” ends the request, and the next 24 hours ask for digits: the table is the worst case.
- An app that tells about browsers (it uses the login element) shows nine access passes instead of six to one that was never seen.
- A **QR code** has no blind tap: its 128 bits are on a page that the person does not see. The same goes for a passkey.
- In **balanced** a person who taps blindly every day is entered within days, whatever is counted: it is for people who look. Use
  \`strict\` or \`nist\` for admins, and wherever that is too much to hope for.
- Digits and QR codes can be **relayed** by a page that looks like the login page. Only a passkey stops that.
`
}

/** How often a phone rings in the longest of the attacks: what the person would notice. */
function ringsOf(attack: Omit<Attack, 'attacker'>): string {
  const counts = (['pressing', 'patient'] as const).map((attacker) => tapsOf({ ...attack, attacker }).length)
  return [...new Set(counts)].sort((a, b) => a - b).join(' or ')
}

function words(chance: number): string {
  if (chance >= 0.001) return `${(chance * 100).toFixed(1)} %`
  return chance === 0 ? 'none' : `1 in ${Math.round(1 / chance).toLocaleString('en')}`
}
