// One's own account on one page: phones first, then other ways in, what was asked, where one is told of it, where one is signed in.
import type { MyProfile } from '@countersign/protocol/me'
import type { JSX } from 'preact'
import { useRef } from 'preact/hooks'
import { useApi, useReading } from '../api/context.js'
import { MyKnownBrowsers } from '../browsers/known-browsers.js'
import { Icon, Mark } from '../parts/icons.js'
import { Loaded } from '../parts/notes.js'
import { Page } from '../parts/page.js'
import { useSession } from '../shell/session.js'
import { Switches } from '../shell/switches.js'
import { useText } from '../text/language.js'
import { Browsers } from './browsers.js'
import { CameByCodes } from './came-by-codes.js'
import { Contact } from './contact.js'
import { Notices } from './notices.js'
import { OtherWays } from './other-ways.js'
import { Passkeys } from './passkeys.js'
import { Phones } from './phones.js'
import { QuietHoursOfMine } from './quiet-hours.js'
import { Requests } from './requests.js'
import { meText } from './text.js'

export function OwnAccount(): JSX.Element {
  const text = useText(meText)
  const api = useApi()
  const { session, signOut } = useSession()
  const main = useRef<HTMLElement>(null)
  const profile = useReading(() => api.get<MyProfile>('/profile'), [])
  return (
    <div class="own">
      <button type="button" class="skip button button--small" onClick={() => main.current?.focus()}>
        {text.skip}
      </button>
      <header class="own__head">
        <p class="own__name">
          <Mark />
          <span>{session.server.name}</span>
        </p>
        <button type="button" class="button button--small" onClick={signOut}>
          <Icon name="leave" />
          {text.signOut}
        </button>
      </header>
      <main ref={main} class="own__main" tabIndex={-1}>
        <Page title={session.displayName || session.userId} lead={text.lead}>
          <Loaded of={profile}>
            {({ may }) =>
              session.by === 'codes' ? (
                <>
                  <CameByCodes />
                  <Phones may={may} />
                  <OtherWays may={may} />
                  <Notices />
                </>
              ) : (
                <>
                  <Phones may={may} />
                  <Passkeys may={may} />
                  <OtherWays may={may} />
                  <Requests />
                  <MyKnownBrowsers />
                  <QuietHoursOfMine />
                  <Contact may={may.addresses} />
                  <Notices />
                  <Browsers />
                </>
              )
            }
          </Loaded>
        </Page>
      </main>
      <footer class="own__foot">
        <Switches />
      </footer>
    </div>
  )
}
