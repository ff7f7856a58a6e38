// Settings that come from files, as container engines hand out secrets: `COUNTERSIGN_STORAGE_URL_FILE=/run/secrets/storage_url`.
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs'

type Environment = Readonly<Record<string, string | undefined>>

/** A file that could not stand for a variable: the variable that names it, and what was expected. */
export interface SettingFileFault {
  readonly variable: string
  readonly expected: string
}

const SUFFIX = '_FILE'
/** The longest list of origins is far shorter; a device or a database named by mistake is not read into memory. */
const MAX_BYTES = 65_536

/**
 * The environment with the text of each named file in the place of its `…_FILE` variable; one line end at the end is left out.
 *
 * @param names the variables that may be given so
 */
export function withSettingFiles(
  environment: Environment,
  names: readonly string[],
): { readonly environment: Environment; readonly faults: readonly SettingFileFault[] } {
  const out: Record<string, string | undefined> = { ...environment }
  const faults: SettingFileFault[] = []
  for (const name of names) {
    const variable = name + SUFFIX
    const path = environment[variable]
    // A setting of its own may end like this: keys.file is one.
    if (path === undefined || names.includes(variable)) continue
    delete out[variable]
    if (environment[name] !== undefined) {
      faults.push({ variable, expected: `either this or ${name}, not both` })
      continue
    }
    const text = textOf(path)
    if (text === undefined)
      faults.push({ variable, expected: `a readable file of at most ${MAX_BYTES} bytes` })
    else out[name] = text
  }
  return { environment: out, faults }
}

function textOf(path: string): string | undefined {
  try {
    const descriptor = openSync(path, 'r')
    try {
      const { size } = fstatSync(descriptor)
      return size > MAX_BYTES ? undefined : readFileSync(descriptor, 'utf8').replace(/\r?\n$/, '')
    } finally {
      closeSync(descriptor)
    }
  } catch {
    // Why is the operating system's business; that it is so is ours, and is said with all other faults.
    return undefined
  }
}
