// Everything of ringing, installing and updating that is seen, as one part that is loaded when it is shown first.
export { RangArrival } from './arrival.js'
export { Install, InstallFirst, InstallHint } from './install.js'
export { News } from './news.js'
export { RingOffer } from './offer.js'
export { RingSettings } from './settings.js'
