// Starts the page at /me/.
import './style/index.css'
import { render } from 'preact'
import { Root } from './me/root.js'
import { Toaster } from './parts/toast.js'
import { Speaker } from './text/speaker.js'

const place = document.getElementById('app')
if (place)
  render(
    <Speaker>
      <Toaster>
        <Root />
      </Toaster>
    </Speaker>,
    place,
  )
