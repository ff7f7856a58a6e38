// Starts the console at /console/.
import type { JSX } from 'preact'
import { PlaceContext, useHash } from './route/router.js'
import { takeSetupSecret } from './setup/secret.js'
import { Setup } from './setup/setup.js'
import { CurrentPage } from './shell/current-page.js'
import { Shell } from './shell/shell.js'
import { startPage } from './shell/start.js'
import { Gate } from './sign-in/gate.js'

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

startPage(<Console setupSecret={takeSetupSecret()} />)
