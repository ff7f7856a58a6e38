// Starts the console at /console/.
import './style/index.css'
import type { JSX } from 'preact'
import { render } from 'preact'
import { Toaster } from './parts/toast.js'
import { PlaceContext, useHash } from './route/router.js'
import { takeSetupSecret } from './setup/secret.js'
import { Setup } from './setup/setup.js'
import { CurrentPage } from './shell/current-page.js'
import { Shell } from './shell/shell.js'
import { Gate } from './sign-in/gate.js'
import { Speaker } from './text/speaker.js'

function Console({ setupSecret }: { readonly setupSecret: string | undefined }): JSX.Element {
  const place = useHash()
  return (
    <PlaceContext.Provider value={place}>
      {setupSecret === undefined ? (
        <Gate base="/admin/v1">
          <Shell>
            <CurrentPage />
          </Shell>
        </Gate>
      ) : (
        <Setup secret={setupSecret} />
      )}
    </PlaceContext.Provider>
  )
}

const place = document.getElementById('app')
if (place)
  render(
    <Speaker>
      <Toaster>
        <Console setupSecret={takeSetupSecret()} />
      </Toaster>
    </Speaker>,
    place,
  )
