// The demo's users in one JSON file: name, password hash, and which Countersign ID and phones belong to them.
import { readFile, rename, writeFile } from 'node:fs/promises'
import { hashPassword, isPassword } from './passwords.js'

export interface User {
  readonly name: string
  readonly passwordHash: string
  /** Undefined until the user, or an admin, has linked an ID. */
  readonly link?: Link | undefined
}

export interface Link {
  readonly userId: string
  /** Known once a login was approved; from then on a new account with the old name does not fit. */
  readonly accountId?: string | undefined
  /** Thumbprints of the phones this user has used here: no other one lets anybody in. */
  readonly phones: readonly string[]
  /** True for the first login after an admin linked the ID, and when the user asks for it: the next phone is noted. */
  readonly acceptsNextPhone: boolean
  /** True when the user wants to get in by a code too: then the server's word counts, and so does any of its phones. */
  readonly alsoCodes?: boolean
}

export class Users {
  readonly #file: string
  readonly #users: Map<string, User>
  /** Compared with when the name is unknown, so that an unknown name takes as long as a wrong password. */
  readonly #nobody: string
  #saving: Promise<void> = Promise.resolve()

  private constructor(file: string, users: readonly User[], nobody: string) {
    this.#file = file
    this.#users = new Map(users.map((user) => [user.name, user]))
    this.#nobody = nobody
  }

  /** Opens the file, or begins one with alice and carol, whom an admin linked to the IDs of their names, and bob, who links himself. */
  static async open(file: string, password: string): Promise<Users> {
    const nobody = await hashPassword('nobody')
    const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined
      throw error
    })
    // Sound: only this class writes the file.
    if (text !== undefined) return new Users(file, JSON.parse(text) as readonly User[], nobody)
    const linked = async (name: string): Promise<User> => ({
      name,
      passwordHash: await hashPassword(password),
      link: { userId: name, phones: [], acceptsNextPhone: true },
    })
    const bob: User = { name: 'bob', passwordHash: await hashPassword(password) }
    const users = new Users(file, [await linked('alice'), bob, await linked('carol')], nobody)
    await users.#save()
    return users
  }

  find(name: string): User | undefined {
    return this.#users.get(name)
  }

  /** The user, or undefined: it never says whether the name or the password was wrong. */
  async check(name: string, password: string): Promise<User | undefined> {
    const user = this.#users.get(name.trim().toLowerCase())
    const right = await isPassword(password, user?.passwordHash ?? this.#nobody)
    return right ? user : undefined
  }

  /** Notes what was proven. False, and nothing changes, when the ID or its account belongs to another user here. */
  async link(name: string, link: Link): Promise<boolean> {
    // The ID too: one that an admin linked has no account noted before its owner's first login.
    const taken = [...this.#users.values()].some(
      (user) => user.name !== name && user.link !== undefined && isSamePerson(user.link, link),
    )
    const user = this.#users.get(name)
    if (taken || user === undefined) return false
    this.#users.set(name, { ...user, link })
    await this.#save()
    return true
  }

  /** Written beside and renamed, one after the other: a crash leaves the old file or the new one. */
  #save(): Promise<void> {
    this.#saving = this.#saving.then(async () => {
      const text = JSON.stringify([...this.#users.values()], null, 2)
      await writeFile(`${this.#file}.new`, text, { mode: 0o600 })
      await rename(`${this.#file}.new`, this.#file)
    })
    return this.#saving
  }
}

function isSamePerson(a: Link, b: Link): boolean {
  // What was proven is in the server's spelling; what an admin typed may not be.
  const sameId = a.userId.trim().toLowerCase() === b.userId.trim().toLowerCase()
  return sameId || (a.accountId !== undefined && a.accountId === b.accountId)
}
