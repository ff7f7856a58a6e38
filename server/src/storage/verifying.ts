// Whether a device has a PIN or biometrics: said anew at the device whenever either changes, so that an answer need not look.
import type { DeviceId } from '@countersign/protocol'
import { sql } from 'kysely'
import { defineQuery } from './query.js'

export const countVerifying = defineQuery((db, p: { readonly deviceId: DeviceId }) =>
  db
    .updateTable('device')
    .set((eb) => ({
      verifies: eb
        .case()
        .when(
          eb.exists(
            eb
              .selectFrom('biometrics')
              .select('device_id')
              .whereRef('biometrics.device_id', '=', 'device.id'),
          ),
        )
        .then(sql.lit(1))
        .else(sql.lit(0))
        .end(),
    }))
    .where('id', '=', p.deviceId),
)
