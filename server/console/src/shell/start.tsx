// Starts a page: styles, language, look, messages, and the one element that everything is rendered into.
import '../style/index.css'
import type { ComponentChildren } from 'preact'
import { render } from 'preact'
import { Toaster } from '../parts/toast.js'
import { Speaker } from '../text/speaker.js'
import { Look } from './look.js'

export function startPage(root: ComponentChildren): void {
  const place = document.getElementById('app')
  if (!place) return
  render(
    <Speaker>
      <Look>
        <Toaster>{root}</Toaster>
      </Look>
    </Speaker>,
    place,
  )
}
