// A server's database and keys in a folder, opened by one process after another.
import { createKeyFile, createPorts } from '@countersign/server/assembly'
import { loadConfig } from '@countersign/server/config'
import type { Ports } from '@countersign/server/core/ports'

export async function openPlace(
  directory: string,
): Promise<{ readonly ports: Ports; close(): Promise<void> }> {
  const read = loadConfig(
    {
      COUNTERSIGN_STORAGE_URL: `sqlite:${directory}/people.db`,
      COUNTERSIGN_KEYS_FILE: `${directory}/keys.json`,
    },
    directory,
  )
  if (!read.ok) throw new Error(JSON.stringify(read.faults))
  createKeyFile(read.config)
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
  return createPorts(read.config, { ports: { log: silent } })
}
