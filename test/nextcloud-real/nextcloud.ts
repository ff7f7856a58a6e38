// A Nextcloud that stands already: its address and its admin from the environment, everything done to it by occ, as its operator would.
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
/** Output of `occ user:list` of a large Nextcloud; far more than these suites make. */
const OUTPUT_BYTES = 16 * 2 ** 20

export interface Person {
  readonly uid: string
  readonly password: string
}

/** What occ printed when it said no. */
export class OccRefused extends Error {
  readonly code: number
  readonly said: string

  constructor(words: readonly string[], code: number, said: string) {
    super(`occ ${words.join(' ')} ended with ${code}:\n${said}`)
    this.code = code
    this.said = said
  }
}

export class Nextcloud {
  /** Without a slash at the end. */
  readonly url: string
  readonly origin: string
  readonly admin: Person
  /** Ends every name that a suite gives, so that a Nextcloud can be used again and again. */
  readonly run: string
  /** Whether its login form comes up in a browser; found out at the first login. */
  drawsItsForm: boolean | undefined
  readonly #occ: readonly string[]
  readonly #people: string[] = []
  readonly #groups: string[] = []

  /** An empty `run` gives everybody their plain names, e.g. for pictures. */
  constructor(environment: NodeJS.ProcessEnv = process.env, run = randomBytes(3).toString('hex')) {
    this.run = run
    const missing = ['NEXTCLOUD_URL', 'NEXTCLOUD_ADMIN', 'NEXTCLOUD_ADMIN_PASSWORD', 'NEXTCLOUD_OCC'].filter(
      (name) => !environment[name],
    )
    if (missing.length > 0) throw new Error(`not set: ${missing.join(', ')}`)
    this.url = String(environment['NEXTCLOUD_URL']).replace(/\/+$/, '')
    this.origin = new URL(this.url).origin
    this.admin = {
      uid: String(environment['NEXTCLOUD_ADMIN']),
      password: String(environment['NEXTCLOUD_ADMIN_PASSWORD']),
    }
    this.#occ = String(environment['NEXTCLOUD_OCC']).split(/\s+/)
  }

  /** Runs occ and gives what it printed. Rejects with `OccRefused`. */
  async occ(...words: readonly string[]): Promise<string> {
    return this.#runOcc(words, {})
  }

  /** The user's name here; suites say `alice`, Nextcloud hears `alice-3f2a1c`. */
  named(name: string): string {
    return this.run === '' ? name : `${name}-${this.run}`
  }

  async addPerson(
    name: string,
    more: { readonly displayName?: string; readonly groups?: readonly string[] } = {},
  ): Promise<Person> {
    const person = { uid: this.named(name), password: `${randomBytes(9).toString('base64url')}-Aa1!` }
    const words = ['user:add', '--password-from-env', '--display-name', more.displayName ?? name]
    for (const group of more.groups ?? []) words.push('--group', group)
    await this.#runOcc([...words, '--', person.uid], { OC_PASS: person.password, NC_PASS: person.password })
    this.#people.push(person.uid)
    return person
  }

  async addGroup(name: string): Promise<string> {
    const group = this.named(name)
    await this.occ('group:add', group)
    this.#groups.push(group)
    return group
  }

  /** One value of the app's configuration, as `SettingsStore` keeps it. */
  async set(
    key: string,
    value: string | boolean | readonly string[],
    ...more: readonly string[]
  ): Promise<void> {
    const type = typeof value === 'string' ? 'string' : typeof value === 'boolean' ? 'boolean' : 'array'
    const text = typeof value === 'string' ? value : JSON.stringify(value)
    await this.occ('config:app:set', 'countersign', key, `--value=${text}`, '--type', type, ...more)
  }

  async unset(key: string): Promise<void> {
    await this.occ('config:app:delete', 'countersign', key)
  }

  /** IDs from a file of lines `user,id`. */
  async assignAll(csv: string): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'countersign-assign-'))
    try {
      const file = join(folder, 'people.csv')
      await writeFile(file, csv)
      return await this.occ('countersign:import', file)
    } finally {
      await rm(folder, { recursive: true })
    }
  }

  /** Whether this second factor is on for somebody, as Nextcloud itself says. */
  async providersOf({
    uid,
  }: Person): Promise<{ readonly on: readonly string[]; readonly off: readonly string[] }> {
    const said = await this.occ('twofactorauth:state', uid)
    const [before = '', after = ''] = said.split(/Disabled providers:/)
    const names = (text: string): readonly string[] =>
      [...text.matchAll(/^- (\S+)/gm)].map(([, name]) => name ?? '')
    return { on: names(before), off: names(after) }
  }

  /** The whole log, as text. */
  async log(): Promise<string> {
    const said = await this.occ('log:file')
    const path = /Log file:\s*(\S+)/.exec(said)?.[1]
    if (path === undefined) throw new Error(`no log file named: ${said}`)
    return readFile(path, 'utf8')
  }

  /** The major version, e.g. 34. */
  async version(): Promise<number> {
    const { versionstring } = JSON.parse(await this.occ('status', '--output', 'json'))
    return Number.parseInt(String(versionstring), 10)
  }

  /** Takes away everybody and every group that was added. */
  async clean(): Promise<void> {
    for (const uid of this.#people.splice(0)) await this.occ('user:delete', uid)
    for (const group of this.#groups.splice(0)) await this.occ('group:delete', group)
  }

  async #runOcc(words: readonly string[], environment: Readonly<Record<string, string>>): Promise<string> {
    const [program = '', ...before] = this.#occ
    try {
      const options = { env: { ...process.env, ...environment }, maxBuffer: OUTPUT_BYTES }
      const { stdout, stderr } = await run(program, [...before, '--no-ansi', ...words], options)
      return stdout + stderr
    } catch (error) {
      // Sound: execFile rejects with these fields beside the message.
      const { code, stdout, stderr } = error as { code?: unknown; stdout?: string; stderr?: string }
      throw new OccRefused(words, Number(code), `${stdout ?? ''}${stderr ?? ''}`)
    }
  }
}
