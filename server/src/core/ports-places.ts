// Where addresses are, from a file that the operator supplies.

export interface Places {
  /** Town and country of a public address in the words of a language, as far as the file knows them; empty: not known. Never throws. */
  of(address: string, language: 'en' | 'de'): string
  /** Reads the file if it changed since. Never rejects: what was read before stays. */
  refresh(): Promise<void>
}
