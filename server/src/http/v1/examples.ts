// The values that every example of the API documentation shares, so that one login can be followed through all of them.

export const exampleIds = {
  challengeId: '019aa5c2-7d1e-7c3b-9a54-3f0a6d1b2c4e',
  accountId: '019aa5c0-11f2-7e0a-8b1d-5c2e9f7a6b30',
  appId: '019aa5bd-6a7b-7c8d-9e0f-1a2b3c4d5e6f',
  deviceId: '019aa5c1-4b7c-7d52-b6e8-0d9c1a2b3e4f',
  ticketId: '019aa5c0-9e3d-7b61-a2f4-7e8d6c5b4a39',
  appNonce: 'vlR3Zk1hH0mC7p2yqS9xW4uE8tN6bJ5dF1gKaLoXiQE',
  watchToken: '3mQ8vZt1Yb6RkW0pXc9NsJ4hGfD7aLeU2iOoKqTrBxM',
  serverId: 'b0Z2X1n5q7wE9tYcR4uI8oP3aS6dF0gHjKlMzXvBnQU',
} as const

export const exampleStatus = {
  state: 'pending',
  progress: 'on_phone',
  cause: 'none',
  expiresAtMs: 1_795_000_090_000,
  nowMs: 1_795_000_000_000,
} as const

export const exampleKeySet = {
  rootKey: 'O2onvM62pC1io6jQKm8Nc2UyFXcd4kOmOsBIoYtZ2ik',
  body: 'AQABAQIAIG9Gdl9Z…',
  signature: 'Wm9vLi4u…',
} as const
