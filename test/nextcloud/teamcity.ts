// Reads what PHPUnit notes of each test as it runs (`--log-teamcity`): its name, and what was wrong with it.

export interface PhpTest {
  readonly name: string
  /** Undefined: it passed. What was skipped, left incomplete or asserts nothing did not. */
  readonly fault: string | undefined
}

/** Every test in the order in which they began; one that never ended is a fault. */
export function phpTestsIn(log: string): readonly PhpTest[] {
  const faults = new Map<string, string | undefined>()
  let begun = ''
  for (const { event, fields } of messagesOf(log)) {
    const { name = '', message = '', details = '', locationHint = '' } = fields
    if (event === 'testStarted') {
      begun = `${classOf(locationHint)}: ${name}`
      faults.set(begun, 'it did not end')
    }
    if (event === 'testFailed') faults.set(begun, `${message}\n${details}`)
    if (event === 'testIgnored') faults.set(begun, `not run: ${message}`)
    // What failed is told to have finished, too.
    if (event === 'testFinished' && faults.get(begun) === 'it did not end') faults.set(begun, undefined)
  }
  return [...faults].map(([name, fault]) => ({ name, fault }))
}

interface Message {
  readonly event: string
  readonly fields: Readonly<Record<string, string>>
}

/** `##teamcity[event key='value' …]`, where `|` quotes. */
function messagesOf(log: string): readonly Message[] {
  return [...log.matchAll(/^##teamcity\[(\w+)(.*)\]$/gm)].map(([, event = '', rest = '']) => ({
    event,
    fields: Object.fromEntries(
      [...rest.matchAll(/(\w+)='((?:[^'|]|\|.)*)'/g)].map(([, key = '', value = '']) => [key, plain(value)]),
    ),
  }))
}

const QUOTED: Readonly<Record<string, string>> = { n: '\n', r: '\r' }

function plain(value: string): string {
  return value
    .replace(/\|0x([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/\|(.)/g, (_, sign: string) => QUOTED[sign] ?? sign)
}

/** `php_qn://file::\Some\Space\ThatTest::testIt` → `Some/ThatTest`, without the app's own name space. */
function classOf(hint: string): string {
  const name = /::\\([\w\\]+)/.exec(hint)?.[1] ?? hint
  return name.replace(/^OCA\\Countersign\\Tests\\/, '').replaceAll('\\', '/')
}
