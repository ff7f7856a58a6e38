// Which screen is shown: what blocks the app, then a pairing, then requests and their outcomes, then where the person went.
import type { JSX } from 'preact'
import { useCallback, useEffect, useMemo } from 'preact/hooks'
import { useApp, useAppState } from './app.js'
import type { AppState } from './app-state.js'
import type { OpenedLink } from './opened-link.js'
import { later } from './parts/later.js'
import { Screen, Working } from './parts/screen.js'
import type { Route } from './route.js'
import { useRoute } from './route.js'
import { Account } from './screens/account.js'
import { Insecure, NoStorage, OtherTab } from './screens/blocked.js'
import { Codes } from './screens/codes.js'
import { History } from './screens/history.js'
import { Home } from './screens/home.js'
import { LinkArrival } from './screens/link.js'
import { Notices } from './screens/notices.js'
import { Outcome, Sending } from './screens/outcome.js'
import { Pairing } from './screens/pairing.js'
import { Request } from './screens/request.js'
import { Settings } from './screens/settings.js'
import { AddAccount, Welcome } from './screens/welcome.js'
import { sheetsOf } from './sheets.js'
import { SpeechContext, speechFor, useText } from './text/index.js'

const Install = later(() => import('./ringing/screens.js').then((ringing) => ringing.Install))
const InstallFirst = later(() => import('./ringing/screens.js').then((ringing) => ringing.InstallFirst))
const ProvingScreen = later(() => import('./proving/screens.js').then((proving) => proving.ProvingScreen))
const RangArrival = later(() => import('./ringing/screens.js').then((ringing) => ringing.RangArrival))
const Scan = later(() => import('./screens/scan.js').then((screen) => screen.Scan))
const Paste = later(() => import('./screens/paste.js').then((screen) => screen.Paste))
const LoginScan = later(() => import('./scan/screens.js').then((scan) => scan.LoginScan))
const LoginPaste = later(() => import('./scan/screens.js').then((scan) => scan.LoginPaste))
const ScanArrival = later(() => import('./scan/screens.js').then((scan) => scan.ScanArrival))

export function Root(): JSX.Element {
  const state = useAppState()
  const app = useApp()
  const { words } = state
  const speech = useMemo(() => speechFor(words, navigator.languages), [words])
  const onLink = useCallback((opened: OpenedLink) => void app.follow(opened), [app])
  const route = useRoute(onLink)
  const waiting = state.open.length
  useEffect(() => {
    const { pageTitle } = speech.text
    document.title = waiting > 0 ? pageTitle.waiting(waiting) : pageTitle.plain
  }, [waiting, speech])
  return (
    <SpeechContext.Provider value={speech}>
      <Current state={state} route={route} />
    </SpeechContext.Provider>
  )
}

function Current({ state, route }: { readonly state: AppState; readonly route: Route }): JSX.Element | null {
  switch (state.phase) {
    case 'opening':
      return <Opening />
    case 'other_tab':
      return <OtherTab />
    case 'insecure':
      return <Insecure />
    case 'no_storage':
      return <NoStorage />
    case 'ready':
      return <Ready state={state} route={route} />
  }
}

function Ready({ state, route }: { readonly state: AppState; readonly route: Route }): JSX.Element | null {
  const { pairing, link, answering, proving, ended, open, installFirst, rang } = state
  if (installFirst !== undefined) return <InstallFirst link={installFirst} />
  if (pairing.step !== 'none') return <Pairing />
  if (proving) return <ProvingScreen key={proving.held.request.challengeId} proving={proving} />
  if (answering) return <Sending answering={answering} />
  const sheets = sheetsOf(open, link, rang?.deviceId)
  if (ended) return <Outcome key={ended.held.request.challengeId} ended={ended} waiting={sheets.length} />
  if (link && link.step !== 'here')
    return link.of === 'scan' ? <ScanArrival visit={link} /> : <LinkArrival visit={link} />
  const [sheet] = sheets
  if (rang && rang.step !== 'here' && !open.some(({ deviceId }) => deviceId === rang.deviceId))
    return <RangArrival visit={rang} />
  if (sheet) return <Request key={sheet.held[0].request.challengeId} sheet={sheet} count={sheets.length} />
  return <Place state={state} route={route} />
}

function Place({ state, route }: { readonly state: AppState; readonly route: Route }): JSX.Element {
  switch (route.at) {
    case 'add':
      return state.accounts.length === 0 ? <Welcome /> : <AddAccount />
    case 'scan':
      return <Scan />
    case 'paste':
      return <Paste />
    case 'login-scan':
      return <LoginScan />
    case 'login-paste':
      return <LoginPaste />
    case 'history':
      return <History />
    case 'codes':
    case 'code':
    case 'code-scan':
    case 'code-paste':
    case 'code-check':
    case 'code-file':
      return <Codes route={route} />
    case 'install':
      return <Install />
    case 'settings':
      return <Settings />
    case 'account':
    case 'notices': {
      const account = state.accounts.find((one) => one.pairing.deviceId === route.deviceId)
      if (account && route.at === 'notices') return <Notices key={route.deviceId} account={account} />
      if (account) return <Account key={route.deviceId} account={account} />
      break
    }
    case 'home':
      break
  }
  return state.accounts.length === 0 ? <Welcome /> : <Home />
}

function Opening(): JSX.Element {
  const text = useText()
  return (
    <Screen>
      <Working words={text.common.loading} />
    </Screen>
  )
}
