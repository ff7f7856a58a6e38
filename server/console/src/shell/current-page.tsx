// The page of the address: found in the table, allowed by permission, loaded when first opened.
import type { ComponentType, JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { Empty, Working } from '../parts/notes.js'
import { match, usePlace } from '../route/router.js'
import { useText } from '../text/language.js'
import type { PageEntry, PageProps } from './pages.js'
import { pages, sections } from './pages.js'
import { useMay } from './session.js'
import { shellText } from './text.js'

export function CurrentPage(): JSX.Element {
  const text = useText(shellText)
  const { path } = usePlace()
  const may = useMay()
  const found = pages.find((page) => match(page.pattern, path) !== undefined)
  if (found && may(found.permission))
    // A detail page of another thing is another page: nothing of the last one is kept.
    return <Lazy key={path} page={found} params={match(found.pattern, path) ?? {}} />
  const first = sections.flatMap((section) => section.pages).find((page) => page.nav && may(page.permission))
  // Who may not see the overview begins on the first page that is open to them.
  if (path === '/' && first) return <Lazy key={first.pattern} page={first} params={{}} />
  return (
    <Empty
      icon="info"
      title={found ? text.forbiddenTitle : text.nowhereTitle}
      lead={found ? text.forbiddenLead : text.nowhereLead}
    >
      <a class="button" href="#/">
        {text.home}
      </a>
    </Empty>
  )
}

type Shown = ComponentType<PageProps> | 'broken' | undefined

function Lazy({ page, params }: { readonly page: PageEntry } & PageProps): JSX.Element {
  const text = useText(shellText)
  // In an object: a component is a function, and a state setter would call it.
  const [{ shown }, setShown] = useState<{ readonly shown: Shown }>({ shown: undefined })
  useEffect(() => {
    page.load().then(
      (loaded) => setShown({ shown: loaded }),
      () => setShown({ shown: 'broken' }),
    )
  }, [page])
  if (shown === undefined) return <Working />
  if (shown === 'broken')
    return (
      <Empty icon="warning" title={text.brokenTitle} lead={text.brokenLead}>
        <button type="button" class="button" onClick={() => location.reload()}>
          {text.reload}
        </button>
      </Empty>
    )
  const Component = shown
  return <Component params={params} />
}
