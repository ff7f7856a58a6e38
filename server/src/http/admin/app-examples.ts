// The app that the documentation of the admin API shows.
import type { AppId } from '@countersign/protocol'
import type { AppBody } from '@countersign/protocol/admin'

export const exampleApiKey = 'cs_8f4b2d6a0c1e3579_vlR3Zk1hH0…'

export const exampleApp: AppBody = {
  // Sound: an id in the shape of ids; a test parses every example with its schema.
  id: '019aa5bd-6a7b-7c8d-9e0f-1a2b3c4d5e6f' as AppId,
  name: 'Wiki',
  origins: ['https://wiki.example.org'],
  state: 'active',
  mayEnrol: false,
  colour: '',
  logoUrl: null,
  keys: [{ id: '8f4b2d6a0c1e3579', createdAtMs: 1_795_000_000_000, expiresAtMs: null }],
  createdAtMs: 1_795_000_000_000,
  revision: 1,
}
