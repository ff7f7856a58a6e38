// How a name, a colour and a logo look where people meet them: on the phone, and on a login page.
import { accessPasses, grounds, tonesOf } from '@countersign/protocol'
import type { JSX } from 'preact'
import { useSpeech, useText } from '../text/language.js'
import { AppMark } from './app-mark.js'
import { appsText } from './text.js'

interface LookPreviewProps {
  readonly name: string
  readonly colour: string
  readonly logoUrl: string | null
}

export function LookPreview(app: LookPreviewProps): JSX.Element {
  const text = useText(appsText).look
  const { language } = useSpeech()
  const [pass] = accessPasses
  const tones = app.colour === '' ? undefined : tonesOf(app.colour)
  return (
    <div class="previews" role="img" aria-label={text.preview}>
      {(['light', 'dark'] as const).map((theme) => (
        <div
          key={theme}
          class={`previews__pair previews__pair--${theme}`}
          style={tones && { '--cs-accent': tones[theme], '--cs-on-accent': grounds[theme] }}
        >
          <div class="preview-phone">
            <p class="preview-phone__head">
              <AppMark app={app} large />
              {text.phoneTitle(app.name)}
            </p>
            <p class="preview-phone__from">{text.phoneFrom}</p>
            <div class="preview-phone__buttons">
              <span class="preview-button preview-button--main">{text.approve}</span>
              <span class="preview-button">{text.deny}</span>
            </div>
          </div>
          <div class="preview-page">
            <p class="preview-page__app">
              <AppMark app={app} />
              {app.name}
            </p>
            <p class="preview-page__title">{text.pageTitle}</p>
            <span class="preview-page__ring">
              {pass && (
                <svg viewBox="0 0 24 24" aria-hidden="true">
                  <path d={pass.path} fill-rule="evenodd" />
                </svg>
              )}
            </span>
            <p class="preview-page__name">{pass?.name[language]}</p>
          </div>
        </div>
      ))}
    </div>
  )
}
