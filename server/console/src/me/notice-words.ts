// What a notice says, in both languages. A kind that this page does not know says nothing: the server may be newer.
import type { Notice, NoticeKind } from '@countersign/protocol/me'
import { inBoth } from '../text/language.js'

type Said = (fact: (name: string) => string) => string

export const noticeText = inBoth(
  {
    title: 'What you were told',
    lead: 'The same is on your phones and in the e-mails. If one of these was not you, tell your help desk.',
    none: 'Nothing has changed lately.',
    kinds: {
      device_added: (fact) => `A phone was paired: ${fact('deviceName')}`,
      device_removed: (fact) => `A phone was removed: ${fact('deviceName')}`,
      second_factor_disabled: () => 'Your account was let in without a phone for a time',
      login_reported: (fact) => `A login at ${fact('appName')} was reported as not yours`,
      addresses_changed: () => 'The addresses where you are told were changed',
      role_given: () => 'You were made an admin',
    } satisfies Record<NoticeKind, Said>,
  },
  {
    title: 'Was dir mitgeteilt wurde',
    lead: 'Dasselbe steht auf deinen Handys und in den E-Mails. Warst du etwas davon nicht, sag es deinem Helpdesk.',
    none: 'In letzter Zeit hat sich nichts geändert.',
    kinds: {
      device_added: (fact) => `Ein Handy wurde gekoppelt: ${fact('deviceName')}`,
      device_removed: (fact) => `Ein Handy wurde entfernt: ${fact('deviceName')}`,
      second_factor_disabled: () => 'Dein Konto wurde eine Zeit lang ohne Handy hereingelassen',
      login_reported: (fact) => `Eine Anmeldung bei ${fact('appName')} wurde gemeldet: das warst nicht du`,
      addresses_changed: () => 'Die Adressen, an die dir geschrieben wird, wurden geändert',
      role_given: () => 'Du wurdest zum Admin gemacht',
    },
  },
)

/** Undefined for a kind that has no words here. */
export function saidBy(kinds: Readonly<Record<string, Said>>, { kind, facts }: Notice): string | undefined {
  const said = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined
  return said?.((name) => String(facts[name] ?? ''))
}

/** Where it came from, when the notice tells. */
export function detailsOf({ facts }: Notice): string {
  return ['address', 'browser', 'reason']
    .map((name) => facts[name])
    .filter((value) => typeof value === 'string' && value !== '')
    .join(' · ')
}
