// Lets in who is signed in: asks once, shows the sign-in; when a session ends, or a change needs the phone, asks over the page.
import type { SessionBody } from '@countersign/protocol/admin'
import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useId, useMemo, useRef, useState } from 'preact/hooks'
import type { Fault } from '../api/answer.js'
import { createApi } from '../api/client.js'
import { ApiContext } from '../api/context.js'
import { ApproveDialog } from '../approval/approve-dialog.js'
import { createAsking } from '../approval/asking.js'
import { FaultNote, Working } from '../parts/notes.js'
import { Heading } from '../parts/page.js'
import { Alone } from '../shell/alone.js'
import { SessionContext } from '../shell/session.js'
import { useText } from '../text/language.js'
import { SignIn } from './sign-in.js'
import { signInText } from './text.js'

type State =
  | { readonly at: 'asking' }
  | { readonly at: 'unreachable'; readonly fault: Fault }
  | { readonly at: 'out' }
  | { readonly at: 'in'; readonly session: SessionBody; readonly ended: boolean }

interface GateProps {
  readonly base: '/admin/v1' | '/me/v1'
  /** The server's name for the card's head, when the page knows it. */
  readonly name?: string
  /** Rendered again from nothing when another account signs in. */
  readonly children: ComponentChildren
}

export function Gate({ base, name, children }: GateProps): JSX.Element {
  const text = useText(signInText)
  const kind = base === '/admin/v1' ? 'admin' : 'person'
  const [state, setState] = useState<State>({ at: 'asking' })
  const [turn, setTurn] = useState(0)
  const open = useMemo(() => createApi(base), [base])
  const [approving, setApproving] = useState<'any' | 'passkey'>()
  const asking = useMemo(() => createAsking(setApproving), [])
  const sessionId = state.at === 'in' ? state.session.id : ''
  const api = useMemo(
    () =>
      createApi(base, {
        onSignedOut: () => setState((now) => (now.at === 'in' ? { ...now, ended: true } : now)),
        approve: asking.approve,
      }),
    [base, asking, sessionId],
  )
  useEffect(() => {
    void open.get<SessionBody>('/session').then((answer) => {
      if (answer.ok) setState({ at: 'in', session: answer.value, ended: false })
      else if (answer.fault.code === 'unauthorized') setState({ at: 'out' })
      else setState({ at: 'unreachable', fault: answer.fault })
    })
  }, [open, turn])
  const enter = (session: SessionBody): void => {
    // Signing in is an approval; but a change that waits for one is made for nobody else.
    asking.settle(state.at === 'in' && state.session.accountId === session.accountId)
    setState({ at: 'in', session, ended: false })
  }

  if (state.at === 'asking') return <Alone {...named(name)}>{<Working words={text.opening} />}</Alone>
  if (state.at === 'unreachable')
    return (
      <Alone {...named(name)}>
        <FaultNote fault={state.fault} again={() => setTurn(turn + 1)} />
      </Alone>
    )
  if (state.at === 'out')
    return (
      <Alone {...named(name)}>
        <div class="stack">
          <Heading>{text.title}</Heading>
          <p class="soft">{kind === 'admin' ? text.leadAdmin : text.leadPerson}</p>
        </div>
        <SignIn api={open} kind={kind} onSignedIn={enter} />
      </Alone>
    )
  const signOut = (): void => {
    void open.send('POST', '/session/end').then(() => setState({ at: 'out' }))
  }
  return (
    <ApiContext.Provider value={api}>
      <SessionContext.Provider key={state.session.accountId} value={{ session: state.session, signOut }}>
        {children}
        {approving !== undefined && (
          <ApproveDialog
            api={api}
            // Who came by a passkey has it at hand: no phone rings.
            first={approving === 'passkey' ? 'only_passkey' : state.session.by}
            onApproved={enter}
            onLeave={() => asking.settle(false)}
          />
        )}
        {state.ended && (
          <Again>
            <SignIn api={open} kind={kind} userId={state.session.userId} onSignedIn={enter} />
          </Again>
        )}
      </SessionContext.Provider>
    </ApiContext.Provider>
  )
}

const named = (name: string | undefined): { readonly name?: string } => (name === undefined ? {} : { name })

/** Over the page, and over any dialog that is open there: what was typed stays. */
function Again({ children }: { readonly children: ComponentChildren }): JSX.Element {
  const text = useText(signInText)
  const id = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby={id} onCancel={(event) => event.preventDefault()}>
      <div class="dialog__head">
        <h2 id={id}>{text.endedTitle}</h2>
      </div>
      <div class="dialog__body">
        <p class="soft">{text.endedLead}</p>
        {children}
      </div>
    </dialog>
  )
}
