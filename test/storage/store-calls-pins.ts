// Calls of the stores whose plans are looked at: that of PINs.
import { id } from '../contract/sample-records.js'
import { samplePin } from '../contract/store-pins.js'
import type { Calls } from './store-calls.js'

export const pinCalls: Calls<'pins'> = {
  pins: {
    of: ({ pins }) => pins.of(id()),
    add: ({ pins }) => pins.add(samplePin(id())),
    replace: ({ pins }) => pins.replace('', samplePin(id())),
    saveWrong: ({ pins }) => pins.saveWrong(samplePin(id()), []),
    remove: ({ pins }) => pins.remove(id()),
  },
}
