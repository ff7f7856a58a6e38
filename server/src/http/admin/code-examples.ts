// The other ways in that the documentation of the HTTP APIs shows: apps with codes, printed codes, codes of the help desk.
import type { AccountCodes, BackupCodesBody, TotpBegun, TotpBody } from '@countersign/protocol/admin'

const TOTP_ID = '019aa5c4-2b3c-7d4e-8f5a-6b7c8d9e0f1a'

export const exampleTotpBegun: TotpBegun = {
  id: TOTP_ID,
  link: 'otpauth://totp/ACME:ada%40example.org?secret=…&issuer=ACME',
  secret: 'GEZD GNBV …',
  expiresAtMs: 1_795_000_600_000,
}

export const exampleTotp: TotpBody = {
  id: TOTP_ID,
  name: 'Aegis',
  deviceId: null,
  algorithm: 'SHA1',
  digits: 6,
  createdAtMs: 1_795_000_000_000,
  lastUsedAtMs: null,
}

export const exampleBackupCodes: BackupCodesBody = {
  madeAtMs: 1_795_000_300_000,
  left: 1,
  codes: [
    { selector: 'K7QD', usedAtMs: null },
    { selector: 'W3MX', usedAtMs: 1_795_003_000_000 },
  ],
}

/** No code of anybody: each set is drawn. */
export const exampleMade = {
  madeAtMs: 1_795_000_300_000,
  codes: ['K7QD-29XM-PT4C-8WZN-AB3R', 'W3MX-5D0G-QKVC-J81T-60EH'],
}

export const exampleBypassId = '019aa5c3-4e5f-7061-9b72-8c9d0e1f2031'

export const exampleCodes: AccountCodes = {
  totps: [exampleTotp],
  backupCodes: exampleBackupCodes,
  bypassCodes: [
    {
      id: exampleBypassId,
      state: 'used',
      reason: 'Phone at the repair shop; known by voice',
      madeBy: 'admin:019aa5bb-1c2d-4e3f-8a4b-5c6d7e8f9a0b',
      madeAtMs: 1_795_002_000_000,
      expiresAtMs: 1_795_005_600_000,
      usedAtMs: 1_795_002_100_000,
    },
  ],
  blocked: [{ way: 'backup', untilMs: 1_795_007_200_000 }],
}
