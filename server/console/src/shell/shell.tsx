// The frame of the console: navigation by permission, who is signed in, the switches; on a phone behind a menu button.
import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { Icon } from '../parts/icons.js'
import { usePlace } from '../route/router.js'
import { useSpeech, useText } from '../text/language.js'
import { Logo, useLook } from './look.js'
import type { PageEntry } from './pages.js'
import { sections } from './pages.js'
import { useMay, useSession } from './session.js'
import { Switches } from './switches.js'
import { shellText } from './text.js'

export function Shell({ children }: { readonly children: ComponentChildren }): JSX.Element {
  const text = useText(shellText)
  const { session } = useSession()
  const { path } = usePlace()
  const [open, setOpen] = useState(false)
  const main = useRef<HTMLElement>(null)
  useEffect(() => setOpen(false), [path])
  return (
    <div class="shell">
      <button type="button" class="skip button button--small" onClick={() => main.current?.focus()}>
        {text.skip}
      </button>
      <div class="shell__top">
        <button
          type="button"
          class="icon-button"
          aria-label={text.menu}
          aria-expanded={open}
          aria-controls="side"
          onClick={() => setOpen(!open)}
        >
          <Icon name={open ? 'cross' : 'menu'} />
        </button>
        <ServerName name={session.server.name} />
      </div>
      <header id="side" class={open ? 'shell__side shell__side--open' : 'shell__side'}>
        <ServerName name={session.server.name} />
        <Navigation path={path} />
        <Who />
      </header>
      <main ref={main} class="shell__main" tabIndex={-1}>
        {children}
      </main>
    </div>
  )
}

function ServerName({ name }: { readonly name: string }): JSX.Element {
  const look = useLook()
  return (
    <a class="shell__name" href="#/">
      <Logo />
      <span>{look?.name ?? name}</span>
    </a>
  )
}

function Navigation({ path }: { readonly path: string }): JSX.Element {
  const text = useText(shellText)
  const { language } = useSpeech()
  const may = useMay()
  const offered = sections
    .map(({ title, pages }) => ({ title, pages: pages.filter((page) => page.nav && may(page.permission)) }))
    .filter(({ pages }) => pages.length > 0)
  return (
    <nav class="nav" aria-label={text.nav}>
      {offered.map(({ title, pages }) => (
        <div key={title.en}>
          <p class="nav__title">{title[language]}</p>
          <ul>
            {pages.map((page) => (
              <li key={page.pattern}>
                <NavLink page={page} path={path} />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  )
}

function NavLink({ page, path }: { readonly page: PageEntry; readonly path: string }): JSX.Element | null {
  const { language } = useSpeech()
  if (!page.nav) return null
  const isHere = path === page.pattern || (page.pattern !== '/' && path.startsWith(`${page.pattern}/`))
  return (
    <a class="nav__link" href={`#${page.pattern}`} aria-current={isHere ? 'page' : undefined}>
      <Icon name={page.nav.icon} />
      {page.nav.label[language]}
    </a>
  )
}

function Who(): JSX.Element {
  const text = useText(shellText)
  const { session, signOut } = useSession()
  return (
    <div class="who">
      <div>
        <p class="small soft">{text.signedInAs}</p>
        <p class="who__name">{session.displayName || session.userId}</p>
        <p class="small soft">{session.role && text.roles[session.role]}</p>
      </div>
      <div class="who__switches">
        <Switches />
      </div>
      <div class="row">
        <button type="button" class="button button--small" onClick={signOut}>
          <Icon name="leave" />
          {text.signOut}
        </button>
        <a class="button button--small button--plain" href="/me/">
          {text.account}
        </a>
      </div>
    </div>
  )
}
