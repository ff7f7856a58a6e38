// The set-up that the documentation follows: Alice logs in at the shop for the first time.
import type { SetUpBody } from '@countersign/protocol/me'

export const exampleSetUp: SetUpBody = {
  userId: 'alice',
  displayName: 'Alice Archer',
  appName: 'ACME Shop',
  returnTo: 'https://shop.example.org/login',
  state: 'open',
  hasBackupCodes: false,
  hasPhone: false,
  mayUseTotp: true,
  expiresAtMs: 1_795_001_800_000,
}
