// What flows need of the world to make copies of the whole database while it is in use.

export interface BackupFile {
  readonly name: string
  readonly sizeBytes: number
  readonly madeAtMs: number
  /** Of the whole file; undefined when it was only listed. */
  readonly sha256: Uint8Array | undefined
}

/** `exists`: there is a file of that name. `nothing_kept`: the storage has no file. `damaged`: the copy is not whole, and was thrown away. */
export type BackupMade =
  | { readonly kind: 'made'; readonly file: BackupFile }
  | { readonly kind: 'exists' | 'nothing_kept' }
  | { readonly kind: 'damaged'; readonly faults: readonly string[] }

export interface Backups {
  /** Whether there is a folder for them. */
  readonly configured: boolean
  /** Those in the folder, newest first. */
  list(): Promise<readonly BackupFile[]>
  /** Into the folder, under a name of ours. */
  make(name: string, nowMs: number): Promise<BackupMade>
  /** To a file that somebody on this machine named. */
  makeAt(path: string, nowMs: number): Promise<BackupMade>
}
