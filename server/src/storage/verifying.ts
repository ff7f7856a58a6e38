// Whether a device has a PIN or biometrics: said anew at the device whenever biometrics change, so that an answer need not look.
import type { DeviceId } from '@countersign/protocol'
import { sql } from 'kysely'
import { defineQuery } from './query.js'

export const countVerifying = defineQuery((db, p: { readonly deviceId: DeviceId }) =>
  db
    .updateTable('device')
    .set((eb) => {
      const biometrics = eb.selectFrom('biometrics').select('device_id')
      const pin = eb.selectFrom('pin').select('device_id')
      return {
        verifies: eb
          .case()
          .when(
            eb.or([
              eb.exists(biometrics.whereRef('biometrics.device_id', '=', 'device.id')),
              eb.exists(pin.whereRef('pin.device_id', '=', 'device.id')),
            ]),
          )
          .then(sql.lit(1))
          .else(sql.lit(0))
          .end(),
      }
    })
    .where('id', '=', p.deviceId),
)
