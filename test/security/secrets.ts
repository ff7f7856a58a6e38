// The secrets that a run used, in every spelling they could be written in, and a search for them in what was said.

export class Secrets {
  readonly #found = new Map<string, string>()

  add(name: string, secret: string | Uint8Array): void {
    const bytes = typeof secret === 'string' ? Buffer.from(secret) : Buffer.from(secret)
    if (typeof secret === 'string') this.#found.set(name, secret)
    // As text of bytes it could have been written in any of these.
    for (const encoding of ['base64url', 'base64', 'hex'] as const)
      this.#found.set(`${name} (${encoding})`, bytes.toString(encoding))
  }

  /** The names of those that stand in the text. Six digits count as a word of their own, since times hold digits too. */
  in(text: string): readonly string[] {
    const stands = (secret: string): boolean =>
      secret.length > 6 ? text.includes(secret) : new RegExp(`(?<![\\w-])${secret}(?![\\w-])`).test(text)
    return [...this.#found].filter(([, secret]) => stands(secret)).map(([name]) => name)
  }

  get size(): number {
    return this.#found.size
  }
}
