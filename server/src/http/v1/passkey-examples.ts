// The passkey that the documentation of the HTTP APIs shows.
import type { PasskeyAnswer, PasskeyAsked, PasskeyBegun, PasskeyBody } from '@countersign/protocol'
import { exampleIds } from './examples.js'

export const exampleAsked: PasskeyAsked = {
  request: 'AQABAQIAIH…',
  challenge: exampleIds.appNonce,
  rpId: 'auth.example.org',
  timeoutMs: 300_000,
}

export const exampleAnswer: PasskeyAnswer = {
  credentialId: 'AAECAwQFBgcICQoLDA0ODw',
  authenticatorData: 'SZYN5YgOjGh0NBcP…',
  clientDataJson: 'eyJ0eXBlIjoid2ViYXV0aG4uZ2V0Ii…',
  signature: 'MEUCIQDx…',
}

export const examplePasskey: PasskeyBody = {
  id: '019aa5c6-4d5e-7f60-8a1b-2c3d4e5f6071',
  name: 'Laptop',
  synced: true,
  createdAtMs: 1_795_000_000_000,
  lastUsedAtMs: null,
}

export const exampleBegun: PasskeyBegun = {
  registration: 'AQABAQIAIH…',
  challenge: exampleIds.appNonce,
  rpId: 'auth.example.org',
  rpName: 'ACME',
  userHandle: 'AZqlw1ZvetuMXh8gOktcbQ',
  userName: 'alice',
  displayName: 'Alice Archer',
  exclude: [],
  timeoutMs: 300_000,
}
