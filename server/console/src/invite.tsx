// Starts the page at /invite/.
import './style/index.css'
import { render } from 'preact'
import { Root } from './invite/root.js'
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
