// "Use a passkey": the browser is asked for one on this very page, and the app hears what it gave ([PK3], [PK4]).
import type { PassedHere, Told } from './element-app.js'
import { tell } from './element-app.js'
import type { CodeHost } from './element-code.js'
import { rememberWay } from './element-memory.js'
import type { MoreWords } from './element-more-words.js'
import { moreWords } from './element-more-words.js'
import { button, node } from './element-nodes.js'

/** What the app's page is given to ask its browser with. */
interface QuestionHere {
  readonly challenge: string
  readonly rpId: string
  readonly timeoutMs: number
}

export interface PasskeyPart {
  readonly nodes: readonly HTMLElement[]
  focus(): void
}

/** @param isFirst what the screen is about, and not one of its quiet offers */
export function passkeyPart(host: CodeHost, isFirst: boolean): PasskeyPart {
  const words = moreWords[host.language]
  const lead = node('p', 'hint')
  lead.textContent = words.passkeyLead
  const fault = node('p', 'fault')
  // There before it is filled: a screen reader says what is put into it.
  fault.setAttribute('role', 'alert')
  let busy = false
  const use = button(isFirst ? 'main' : 'offer', async () => {
    if (busy) return
    busy = true
    use.setAttribute('aria-disabled', 'true')
    use.textContent = words.checking
    fault.textContent = ''
    const told = await logIn(host)
    busy = false
    use.removeAttribute('aria-disabled')
    if (host.signal.aborted) return
    if (typeof told === 'object' && told.kind === 'ok') {
      // Next time nothing rings: who has a passkey here uses it every time.
      rememberWay('code_passkey')
      return host.passed(told.value.redirectTo)
    }
    use.textContent = words.passkey
    if (typeof told === 'object' && told.kind === 'no' && told.code === 'first_factor_missing')
      return host.signedOut()
    fault.textContent = faultOf(told, words)
    use.focus()
  })
  use.textContent = words.passkey
  return {
    nodes: isFirst ? [lead, use, fault] : [use, fault],
    focus: () => use.focus({ preventScroll: true }),
  }
}

/** What went wrong before the app was asked. */
type Stopped = 'unsupported' | 'not_given'

async function logIn({ app, signal }: CodeHost): Promise<Told<PassedHere> | Stopped> {
  if (!('credentials' in navigator) || !('PublicKeyCredential' in window)) return 'unsupported'
  const asked = await tell<QuestionHere>(app, 'passkey-options', {}, signal)
  if (asked.kind !== 'ok') return asked
  const given = await answerTo(asked.value, signal)
  return typeof given === 'string' ? given : tell<PassedHere>(app, 'passkey', given, signal)
}

/** No list of credentials: the browser shows those that this person has for this server, and the page learns of none. */
async function answerTo({ challenge, rpId, timeoutMs }: QuestionHere, signal: AbortSignal) {
  try {
    const credential = await navigator.credentials.get({
      publicKey: {
        ...{ challenge: bytesOf(challenge), rpId, timeout: timeoutMs },
        ...{ userVerification: 'required', allowCredentials: [] },
      },
      signal,
    })
    if (!(credential instanceof PublicKeyCredential)) return 'not_given'
    // Sound: `get` gives no other response.
    const { authenticatorData, clientDataJSON, signature } =
      credential.response as AuthenticatorAssertionResponse
    return {
      credentialId: textOf(credential.rawId),
      authenticatorData: textOf(authenticatorData),
      clientDataJson: textOf(clientDataJSON),
      signature: textOf(signature),
    }
  } catch (error) {
    // A browser that does not know this page as the server's: without Related Origin Requests, or not asked to allow it.
    return error instanceof DOMException && error.name === 'SecurityError' ? 'unsupported' : 'not_given'
  }
}

function faultOf(
  told: Exclude<Told<unknown>, { kind: 'ok' }> | Stopped | Told<unknown>,
  words: MoreWords,
): string {
  if (told === 'unsupported') return words.passkeyUnsupported
  if (told === 'not_given') return words.passkeyNotGiven
  if (told.kind === 'offline') return words.offline
  if (told.kind === 'ok') return ''
  return told.code === 'unreachable' ? words.passkeyUnreachable : words.passkeyRefused
}

function bytesOf(base64Url: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64Url.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(text, (sign) => sign.charCodeAt(0))
}

function textOf(bytes: ArrayBuffer): string {
  const text = String.fromCharCode(...new Uint8Array(bytes))
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}
