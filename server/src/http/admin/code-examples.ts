// The codes from apps that the documentation of the HTTP APIs shows.
import type { TotpBegun, TotpBody } from '@countersign/protocol/admin'

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
