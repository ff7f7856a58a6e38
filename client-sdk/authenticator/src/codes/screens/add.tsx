// A new entry: seen by the camera or pasted, its names checked by the person, then kept.
import { parsePairingLink } from '@countersign/protocol'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useApp } from '../../app.js'
import { Finder } from '../../parts/finder.js'
import { Icon } from '../../parts/icons.js'
import { PasteScreen } from '../../parts/paste-screen.js'
import { Heading, Screen } from '../../parts/screen.js'
import { go, hrefOf } from '../../route.js'
import { useText } from '../../text/index.js'
import type { NewEntry } from '../entry.js'
import type { Shelf } from '../shelf.js'
import { useEntryText } from '../text/index.js'
import { NameFields } from './name-fields.js'

export function AddByScan({ shelf }: { readonly shelf: Shelf }): JSX.Element {
  const text = useEntryText().add
  const app = useApp()
  const take = async (seen: string): Promise<string | undefined> => {
    // A pairing code, held up here: nobody is sent around for it.
    if (parsePairingLink(seen)) {
      go({ at: 'home' })
      void app.parts().pairing.begin(seen)
      return undefined
    }
    const fault = await shelf.take(seen)
    if (fault !== undefined) return fault === 'not_one' ? text.notOurs : text.faults[fault]
    go({ at: 'code-check' })
    return undefined
  }
  return (
    <Screen back={{ at: 'codes' }}>
      <Heading>{text.title}</Heading>
      <Finder hint={text.scanHint} onText={take}>
        <a class="button button--wide" href={hrefOf({ at: 'code-paste' })}>
          <Icon name="link" />
          {text.paste}
        </a>
      </Finder>
    </Screen>
  )
}

export function Paste({ shelf }: { readonly shelf: Shelf }): JSX.Element {
  const text = useEntryText().add
  const take = async (link: string): Promise<string | undefined> => {
    const refused = await shelf.take(link)
    if (refused !== undefined) return text.faults[refused]
    go({ at: 'code-check' })
    return undefined
  }
  const words = { title: text.pasteTitle, label: text.pasteLabel, hint: text.pasteHint, go: text.go }
  return <PasteScreen id="otp-link" back={{ at: 'code-scan' }} words={words} take={take} />
}

export function Check({ shelf, draft }: { readonly shelf: Shelf; readonly draft: NewEntry }): JSX.Element {
  const text = useEntryText().add
  const edit = useEntryText().edit
  const { storage } = useText()
  const [names, setNames] = useState({ issuer: draft.issuer, account: draft.account })
  const [fault, setFault] = useState<string>()
  const { digits, periodSeconds, algorithm } = draft.form
  const keep = async (): Promise<void> => {
    if (`${names.issuer}${names.account}`.trim() === '') return setFault(text.nameMissing)
    const outcome = await shelf.keep(names).catch(() => 'unstored' as const)
    if (outcome === 'unstored') return setFault(storage.title)
    if (outcome === 'full') return setFault(text.full)
    if (outcome === 'known') return setFault(text.known)
    go({ at: 'codes' })
  }
  return (
    <Screen
      onBack={() => {
        shelf.dropDraft()
        go({ at: 'codes' })
      }}
    >
      <Heading>{text.checkTitle}</Heading>
      <p class="soft">{text.checkLead}</p>
      <form
        class="stack stack--wide"
        onSubmit={(event) => {
          event.preventDefault()
          void keep()
        }}
      >
        <NameFields names={names} onNames={setNames} />
        <p class="small soft">{edit.made(digits, periodSeconds, hashWords[algorithm])}</p>
        <p class="field__fault" role="alert">
          {fault}
        </p>
        <button type="submit" class="button button--primary button--wide">
          {text.keep}
        </button>
        <button
          type="button"
          class="button button--wide"
          onClick={() => {
            shelf.dropDraft()
            go({ at: 'codes' })
          }}
        >
          {text.drop}
        </button>
      </form>
    </Screen>
  )
}

/** As services write them. */
export const hashWords = { SHA1: 'SHA-1', SHA256: 'SHA-256', SHA512: 'SHA-512' } as const
