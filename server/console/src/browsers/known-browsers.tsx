// The browsers that login pages know somebody by: one's own at /me, those of an account at the console.
import type { BrowserBody, BrowserList } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useApi, useChanging, useReading } from '../api/context.js'
import { FaultNote, Loaded, Tag } from '../parts/notes.js'
import { Section } from '../parts/page.js'
import { useToast } from '../parts/toast.js'
import { useFormat } from '../text/format.js'
import { useText } from '../text/language.js'
import { browsersText } from './text.js'

/** At /me: only there can somebody say that one is theirs. */
export function MyKnownBrowsers(): JSX.Element {
  const text = useText(browsersText)
  return <KnownBrowsers path="/browsers" words={text.mine} mayForget mayTrust />
}

export function KnownBrowsersOf({
  accountId,
  mayForget,
}: {
  readonly accountId: string
  readonly mayForget: boolean
}): JSX.Element {
  const text = useText(browsersText)
  return (
    <KnownBrowsers
      path={`/accounts/${accountId}/browsers`}
      words={text.theirs}
      mayForget={mayForget}
      mayTrust={false}
    />
  )
}

interface KnownBrowsersProps {
  readonly path: string
  readonly words: { readonly title: string; readonly lead: string; readonly none: string }
  readonly mayForget: boolean
  readonly mayTrust: boolean
}

function KnownBrowsers({ path, words, mayForget, mayTrust }: KnownBrowsersProps): JSX.Element {
  const text = useText(browsersText)
  const api = useApi()
  const say = useToast()
  const change = useChanging()
  const list = useReading(() => api.get<BrowserList>(path), [path])
  const run = (call: () => ReturnType<typeof api.send>, said: string): void => {
    void change.run(call, () => {
      say({ words: said })
      list.again()
    })
  }
  const forget = ({ id }: BrowserBody): void => run(() => api.send('DELETE', `${path}/${id}`), text.forgotten)
  const trust = ({ id }: BrowserBody): void =>
    run(() => api.send('POST', `${path}/${id}/trust`), text.trusted)
  return (
    <Section title={words.title} lead={words.lead}>
      <FaultNote fault={change.fault} />
      <Loaded of={list}>
        {({ items }) =>
          items.length === 0 ? (
            <p class="soft">{words.none}</p>
          ) : (
            <ul class="list">
              {items.map((one) => (
                <li key={one.id}>
                  <Words browser={one} mayTrust={mayTrust} />
                  <div class="buttons">
                    {mayTrust && one.state === 'waiting' && (
                      <button
                        type="button"
                        class="button button--small"
                        aria-label={text.trustThat(one.browser || text.unknown)}
                        disabled={change.busy}
                        onClick={() => trust(one)}
                      >
                        {text.trust}
                      </button>
                    )}
                    {mayForget && (
                      <button
                        type="button"
                        class="button button--small"
                        aria-label={text.forgetThat(one.browser || text.unknown)}
                        disabled={change.busy}
                        onClick={() => forget(one)}
                      >
                        {text.forget}
                      </button>
                    )}
                  </div>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Section>
  )
}

function Words({
  browser,
  mayTrust,
}: {
  readonly browser: BrowserBody
  readonly mayTrust: boolean
}): JSX.Element {
  const text = useText(browsersText)
  const { ago, date } = useFormat()
  const from = browser.place === '' ? browser.address : `${browser.place} (${browser.address})`
  const waiting = mayTrust ? text.waitingLead : text.waitingTheirs
  return (
    <div class="list__words">
      <p class="device__name">
        {browser.browser || text.unknown} {text.at(browser.appName || text.unknownApp)}
        {browser.state === 'waiting' && <Tag tone="warn">{text.waiting}</Tag>}
      </p>
      <p class="small soft">
        {from} · {text.used(ago(browser.lastUsedAtMs))} · {text.since(date(browser.addedAtMs))}
      </p>
      {browser.state === 'waiting' && <p class="small soft">{waiting}</p>}
    </div>
  )
}
