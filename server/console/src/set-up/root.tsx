// The page at /set-up/: whom a login led here makes backup codes, pairs a phone, and goes back to where they wanted to log in.
import type { SetUpBody } from '@countersign/protocol/me'
import type { JSX } from 'preact'
import { useEffect, useMemo, useState } from 'preact/hooks'
import type { Answer, Fault } from '../api/answer.js'
import type { Api } from '../api/client.js'
import { createApi } from '../api/client.js'
import { ApiContext, useReading } from '../api/context.js'
import { Working } from '../parts/notes.js'
import { Heading } from '../parts/page.js'
import { Alone } from '../shell/alone.js'
import { useText } from '../text/language.js'
import { AllSet } from './all-set.js'
import { SetUpFault } from './fault.js'
import { FirstPhone } from './first-phone.js'
import { MakeCodes } from './make-codes.js'
import { takeSecret } from './secret.js'
import { setUpText } from './text.js'

export function Root(): JSX.Element {
  const api = useMemo(() => createApi('/set-up/v1'), [])
  const [opened, setOpened] = useState(() => ({ secret: takeSecret(), nth: 0 }))
  useEffect(() => {
    // Another link that is opened in the same tab.
    const follow = (): void => setOpened(({ nth }) => ({ secret: takeSecret(), nth: nth + 1 }))
    addEventListener('hashchange', follow)
    return () => removeEventListener('hashchange', follow)
  }, [])
  return (
    <ApiContext.Provider value={api}>
      <Alone>
        <SetUp key={opened.nth} api={api} secret={opened.secret} />
      </Alone>
    </ApiContext.Provider>
  )
}

interface SetUpProps {
  readonly api: Api
  /** Undefined: the page was loaded again, and goes on by its cookie. */
  readonly secret: string | undefined
}

function SetUp({ api, secret }: SetUpProps): JSX.Element {
  const text = useText(setUpText)
  const state = useReading(() => open(api, secret), [secret])
  const [step, setStep] = useState<'codes' | 'phone'>()
  if (state.fault) return <NoSetUp fault={state.fault} isLink={secret !== undefined} again={state.again} />
  const setUp = state.value
  if (setUp === undefined) return <Working words={text.loading} />
  if (setUp.state === 'done') return <AllSet setUp={setUp} />
  const at = step ?? (setUp.hasBackupCodes ? 'phone' : 'codes')
  if (at === 'codes') return <MakeCodes setUp={setUp} onKept={() => setStep('phone')} />
  return (
    <FirstPhone
      setUp={setUp}
      onCodesAgain={() => setStep('codes')}
      onDone={state.put}
      onAppDone={state.again}
    />
  )
}

/** With the link once, and from then on by the cookie that it was changed for. */
function open(api: Api, secret: string | undefined): Promise<Answer<SetUpBody>> {
  return secret === undefined
    ? api.get<SetUpBody>('/state')
    : api.send<SetUpBody>('POST', '/begin', { secret })
}

interface NoSetUpProps {
  readonly fault: Fault
  readonly isLink: boolean
  readonly again: () => void
}

function NoSetUp({ fault, isLink, again }: NoSetUpProps): JSX.Element {
  const text = useText(setUpText).faults
  if (isLink || fault.code !== 'link_invalid') return <SetUpFault fault={fault} again={again} />
  return (
    <div class="stack">
      <Heading>{text.noLink}</Heading>
      <p>{text.noLinkLead}</p>
    </div>
  )
}
