// A colour and a logo, each with a word on what is wrong with it: for apps, and for the server itself.
import type { LogoSaved } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { useApi, useChanging } from '../api/context.js'
import { Field } from '../parts/fields.js'
import { FaultNote, Note } from '../parts/notes.js'
import { useToast } from '../parts/toast.js'
import { useText } from '../text/language.js'
import { colourOf, faintOn } from './colour.js'
import { logoFrom } from './picture.js'
import { appsText } from './text.js'

interface ColourFieldProps {
  readonly typed: string
  readonly onTyped: (typed: string) => void
}

/** What the colour field of a browser shows while none is chosen. */
const NO_COLOUR = '#0b6664'

export function ColourField({ typed, onTyped }: ColourFieldProps): JSX.Element {
  const text = useText(appsText).look
  const colour = colourOf(typed)
  const faint = colour ? faintOn(colour) : undefined
  return (
    <>
      <Field
        label={text.colour}
        hint={text.colourHint}
        fault={colour === undefined ? text.colourInvalid : undefined}
        optional
      >
        {(tied) => (
          <div class="row colour-row">
            <input
              type="color"
              class="colour-row__picker"
              aria-label={text.choose}
              value={colour || NO_COLOUR}
              onInput={(event) => onTyped(event.currentTarget.value)}
            />
            <input
              class="input input--code"
              {...tied}
              autocomplete="off"
              spellcheck={false}
              maxLength={7}
              value={typed}
              onInput={(event) => onTyped(event.currentTarget.value)}
            />
          </div>
        )}
      </Field>
      {faint && <Note tone="info">{faint === 'light' ? text.faintLight : text.faintDark}</Note>}
    </>
  )
}

interface LogoFieldProps {
  /** Of the API: `/apps/…/logo` or `/branding/logo`. */
  readonly path: string
  readonly logoUrl: string | null
  readonly onLogo: (logoUrl: string | null) => void
}

/** A logo is saved at once: it is a file of its own, not a part of the form around it. */
export function LogoField({ path, logoUrl, onLogo }: LogoFieldProps): JSX.Element {
  const text = useText(appsText).look
  const api = useApi()
  const say = useToast()
  const change = useChanging()
  const input = useRef<HTMLInputElement>(null)
  const [unreadable, setUnreadable] = useState(false)
  const take = async (file: File | undefined): Promise<void> => {
    if (!file) return
    const logo = await logoFrom(file)
    setUnreadable(logo === undefined)
    if (!logo) return
    await change.run(
      () => api.send<LogoSaved>('PUT', path, undefined, { file: logo }),
      (saved) => {
        onLogo(saved.logoUrl)
        say({ words: text.logoSaved })
      },
    )
  }
  return (
    <div class="field">
      <span class="field__title">{text.logo}</span>
      <div class="row">
        {logoUrl !== null && <img class="app-mark app-mark--large" src={logoUrl} alt="" />}
        <button
          type="button"
          class="button button--small"
          disabled={change.busy}
          onClick={() => input.current?.click()}
        >
          {text.chooseLogo}
        </button>
        {logoUrl !== null && (
          <button
            type="button"
            class="button button--small button--danger-quiet"
            disabled={change.busy}
            onClick={() =>
              void change.run(
                () => api.send('DELETE', path),
                () => {
                  onLogo(null)
                  say({ words: text.logoRemoved })
                },
              )
            }
          >
            {text.removeLogo}
          </button>
        )}
        <input
          ref={input}
          class="unseen"
          type="file"
          tabIndex={-1}
          aria-label={text.chooseLogo}
          accept="image/png,image/webp,image/jpeg"
          onChange={(event) => {
            const [file] = event.currentTarget.files ?? []
            void take(file)
            event.currentTarget.value = ''
          }}
        />
      </div>
      <p class="small soft">{text.logoHint}</p>
      {unreadable && (
        <p class="field__fault" role="alert">
          {text.logoUnreadable}
        </p>
      )}
      <FaultNote fault={change.fault} />
    </div>
  )
}
