// How the app gets onto a device, by what browsers of today say of themselves.
import assert from 'node:assert/strict'
import test from 'node:test'
import { installWay } from '@countersign/authenticator/install-way'

const APPLE = 'AppleWebKit/605.1.15 (KHTML, like Gecko)'
const CHROME = 'AppleWebKit/537.36 (KHTML, like Gecko)'

const devices: readonly (readonly [string, string, string, number])[] = [
  [
    'Safari on an iPhone',
    'ios',
    `Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) ${APPLE} Version/18.6 Safari/604.1`,
    5,
  ],
  [
    'Chrome on an iPhone',
    'ios',
    `Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) ${APPLE} CriOS/145.0 Safari/604.1`,
    5,
  ],
  [
    'an iPad that calls itself a Macintosh',
    'ios',
    `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${APPLE} Version/18.6 Safari/605.1.15`,
    5,
  ],
  [
    'Safari on a Mac',
    'mac_safari',
    `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${APPLE} Version/18.6 Safari/605.1.15`,
    0,
  ],
  [
    'Chrome on a Mac',
    'chromium',
    `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${CHROME} Chrome/145.0.0.0 Safari/537.36`,
    0,
  ],
  [
    'Chrome on Android',
    'android',
    `Mozilla/5.0 (Linux; Android 15; Pixel 9) ${CHROME} Chrome/145.0.0.0 Mobile Safari/537.36`,
    5,
  ],
  [
    'Samsung Internet',
    'android_samsung',
    `Mozilla/5.0 (Linux; Android 15; SM-S931B) ${CHROME} SamsungBrowser/29.0 Chrome/136.0.0.0 Mobile Safari/537.36`,
    5,
  ],
  [
    'Firefox on Android',
    'android_firefox',
    'Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0',
    5,
  ],
  [
    'Edge on Windows',
    'chromium',
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${CHROME} Chrome/145.0.0.0 Safari/537.36 Edg/145.0`,
    10,
  ],
  ['Firefox on Linux', 'none', 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 0],
]

for (const [who, way, userAgent, touchPoints] of devices)
  test(`${who} is led by the steps of ${way}`, () => {
    assert.equal(installWay({ userAgent, touchPoints }), way)
  })
