// The examples of signing in, so that one person can be followed through the documentation.

import type { AccountId, ChallengeId } from '@countersign/protocol'
import type { SessionBody, SessionRow, SignInStarted } from '@countersign/protocol/admin'
import { exampleIds, exampleStatus } from '../v1/examples.js'

// Sound: both are UUIDs of the documentation, and the fields say what they name.
const challengeId = exampleIds.challengeId as ChallengeId
const accountId = exampleIds.accountId as AccountId

export const exampleSignIn: SignInStarted = {
  challengeId,
  watchToken: exampleIds.watchToken,
  code: '481930',
  delivery: 'push',
  expiresAtMs: exampleStatus.expiresAtMs,
}

export const exampleSession: SessionBody = {
  id: '019aa5c3-10b4-7e21-8c3d-2a4b6c8d0e1f',
  accountId,
  userId: 'alice',
  displayName: 'Alice Archer',
  role: 'help_desk',
  permissions: ['accounts:read', 'accounts:pair'],
  expiresAtMs: 1_795_043_200_000,
  idleMinutes: 60,
  by: 'phone',
  freshUntilMs: 1_795_000_300_000,
  server: { name: 'ACME', version: '0.1.0' },
}

export const exampleSessionRow: SessionRow = {
  id: exampleSession.id,
  kind: 'admin',
  accountId: exampleSession.accountId,
  userId: exampleSession.userId,
  current: true,
  createdAtMs: 1_795_000_000_000,
  seenAtMs: 1_795_000_060_000,
  expiresAtMs: exampleSession.expiresAtMs,
  address: '203.0.113.7',
  browser: 'Firefox on Windows',
}
