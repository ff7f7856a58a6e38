// What the connection test found, one line for each step; and the step that only a browser can try.
import { t } from './l10n.js'
import { node } from './nodes.js'

export interface Finding {
  readonly grade: 'ok' | 'warning' | 'fault'
  readonly title: string
  readonly found: string
  readonly next: string
  readonly command: string
}

/** As long as Nextcloud itself waits for the server. */
const TIMEOUT_MS = 5_000

export function showFindings(list: HTMLOListElement, findings: readonly Finding[]): void {
  list.replaceChildren(...findings.map(line))
}

export function findingsIn({ findings }: Readonly<Record<string, unknown>>): readonly Finding[] {
  if (!Array.isArray(findings)) return []
  return findings.flatMap((one: unknown) => {
    if (typeof one !== 'object' || one === null) return []
    // Sound: an object has string keys and unknown values, and each is looked at.
    const { grade, title, found, next, command } = one as Record<string, unknown>
    const text = (value: unknown): string => (typeof value === 'string' ? value : '')
    const isGrade = grade === 'ok' || grade === 'warning' || grade === 'fault'
    return [
      {
        grade: isGrade ? grade : 'fault',
        title: text(title),
        found: text(found),
        next: text(next),
        command: text(command),
      },
    ]
  })
}

/** Tries the address of the server from this very browser. Undefined while there is none. */
export async function browserFinding(url: string, serverId: string): Promise<Finding | undefined> {
  if (url === '' || serverId === '') return undefined
  const title = t('From this browser')
  const fault = (found: string, next: string): Finding => ({
    grade: 'fault',
    title,
    found,
    next,
    command: '',
  })
  try {
    const response = await fetch(`${url}/v1/server`, {
      credentials: 'omit',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    const body: unknown = await response.json()
    const answered =
      typeof body === 'object' && body !== null && 'serverId' in body ? body.serverId : undefined
    if (answered === serverId)
      return {
        grade: 'ok',
        title,
        found: t('This browser reaches the server at {url}.', { url }),
        next: '',
        command: '',
      }
    return fault(
      t('Something else answers this browser at {url}.', { url }),
      t('Check the address for browsers.'),
    )
  } catch {
    return fault(
      t('This browser does not reach {url}.', { url }),
      t(
        'Login pages would hear of an approval only by asking again and again. Check the address for browsers, its certificate, and that browsers may connect there.',
      ),
    )
  }
}

function line({ grade, title, found, next, command }: Finding): HTMLLIElement {
  const words = { ok: t('Right'), warning: t('Attention'), fault: t('Wrong') }[grade]
  return node(
    'li',
    { class: `countersign-finding countersign-finding--${grade}` },
    node('span', { class: 'countersign-grade' }, words),
    node('strong', {}, title),
    node('p', {}, found),
    ...(next === '' ? [] : [node('p', { class: 'countersign-next' }, next)]),
    ...(command === '' ? [] : [node('pre', { tabindex: '0' }, node('code', {}, command))]),
  )
}
