// The page /invitations/sheet: one card a person, six on a page of A4, to print and hand over.
import type { InvitationCard, InvitationSheet } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { Answer } from '../api/answer.js'
import type { Api } from '../api/client.js'
import { useApi, useReading } from '../api/context.js'
import { SelectField } from '../parts/fields.js'
import { Empty, Loaded } from '../parts/notes.js'
import { Page } from '../parts/page.js'
import { Qr } from '../parts/qr.js'
import { hrefTo, usePlace } from '../route/router.js'
import { useSession } from '../shell/session.js'
import { formatFor } from '../text/format.js'
import type { Language } from '../text/language.js'
import { languages, useSpeech, useText } from '../text/language.js'
import { partsOf } from './each-of.js'
import { IDS_PER_CALL_MAX } from './start-codes.js'
import { cardText, invitationsText } from './text.js'

export function Sheets(): JSX.Element {
  const text = useText(invitationsText)
  const api = useApi()
  const ids = (usePlace().query.get('ids') ?? '').split('.').filter((id) => id !== '')
  const [language, setLanguage] = useState<Language>(useSpeech().language)
  const cards = useReading(() => cardsOf(api, ids), [ids.join('.')])
  return (
    <div class="sheets">
      <Page
        title={text.sheet.title}
        lead={cards.value && cards.value.length > 0 ? text.sheet.lead(cards.value.length) : undefined}
        up={{ href: hrefTo('/invitations'), label: text.title }}
      >
        <Loaded of={cards}>
          {(items) =>
            items.length === 0 ? (
              <Empty icon="invitations" title={text.sheet.none} lead="">
                <a class="button" href={hrefTo('/invitations')}>
                  {text.sheet.back}
                </a>
              </Empty>
            ) : (
              <>
                <div class="filters sheets__tools">
                  <SelectField
                    label={text.sheet.language}
                    value={language}
                    options={[
                      ['en', languages.en],
                      ['de', languages.de],
                    ]}
                    onValue={setLanguage}
                  />
                  <button type="button" class="button button--primary" onClick={() => print()}>
                    {text.sheet.print}
                  </button>
                </div>
                <ul class="cards" lang={language}>
                  {items.map((card) => (
                    <Card key={card.id} card={card} language={language} />
                  ))}
                </ul>
              </>
            )
          }
        </Loaded>
      </Page>
    </div>
  )
}

function Card({
  card,
  language,
}: {
  readonly card: InvitationCard
  readonly language: Language
}): JSX.Element {
  const text = cardText[language]
  const label = useText(invitationsText).sheet.card(card.displayName || card.userId)
  const { session } = useSession()
  const speech = useSpeech()
  const locale = language === speech.language ? speech.locale : FALLBACK_LOCALES[language]
  const { date } = formatFor({ language, locale })
  return (
    <li class="invite-card" aria-label={label}>
      <div class="invite-card__top">
        <div>
          <p class="invite-card__server">{session.server.name}</p>
          <p class="invite-card__name">{text.hello(card.displayName || card.userId)}</p>
          <p class="invite-card__lead">{text.lead(session.server.name)}</p>
        </div>
        <Qr content={card.link} />
      </div>
      <ol class="invite-card__steps">
        <li>{text.scan}</li>
        <li>
          {text.type} <strong class="invite-card__code">{grouped(card.startCode)}</strong>
        </li>
        <li>{text.follow}</li>
      </ol>
      <p class="invite-card__foot">
        {text.user}: <strong>{card.userId}</strong>. {text.until(date(card.expiresAtMs))}
      </p>
    </li>
  )
}

/** For cards in another language than the console’s own. */
const FALLBACK_LOCALES = { en: 'en-GB', de: 'de-DE' } as const

/** Eight digits in two groups, as people read numbers to each other. */
const grouped = (digits: string): string => `${digits.slice(0, 4)} ${digits.slice(4)}`

async function cardsOf(api: Api, ids: readonly string[]): Promise<Answer<readonly InvitationCard[]>> {
  const cards: InvitationCard[] = []
  for (const part of partsOf(ids, IDS_PER_CALL_MAX)) {
    const answer = await api.send<InvitationSheet>('POST', '/invitations/sheet', { ids: part })
    if (!answer.ok) return answer
    cards.push(...answer.value.items)
  }
  return { ok: true, value: cards }
}
