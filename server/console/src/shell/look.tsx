// How this server looks to people: its name, logo, colour and whom to ask; read once, by anyone, before somebody signs in.
import type { PublicBranding } from '@countersign/protocol'
import { tonesOf } from '@countersign/protocol'
import type { ComponentChildren, JSX } from 'preact'
import { createContext } from 'preact'
import { useContext, useEffect, useMemo, useState } from 'preact/hooks'
import { createApi } from '../api/client.js'
import { Mark } from '../parts/icons.js'

const LookContext = createContext<PublicBranding | undefined>(undefined)
/** Undefined until it is read, and when it cannot be: then the product's own look stands. */
export const useLook = (): PublicBranding | undefined => useContext(LookContext)

export function Look({ children }: { readonly children: ComponentChildren }): JSX.Element {
  const api = useMemo(() => createApi('/v1'), [])
  const [look, setLook] = useState<PublicBranding>()
  useEffect(() => {
    void api.get<PublicBranding>('/branding').then((answer) => {
      if (!answer.ok) return
      setLook(answer.value)
      // Only edges take the colour: whatever it is, words keep their contrast.
      if (!/^#[0-9a-f]{6}$/.test(answer.value.colour)) return
      const { light, dark } = tonesOf(answer.value.colour)
      document.documentElement.style.setProperty('--brand', `light-dark(${light}, ${dark})`)
    })
  }, [api])
  return <LookContext.Provider value={look}>{children}</LookContext.Provider>
}

/** The server's logo, or the product's mark. Decoration: the name stands beside it. */
export function Logo(): JSX.Element {
  const look = useLook()
  return look?.logoUrl ? <img class="logo" src={look.logoUrl} alt="" /> : <Mark />
}
