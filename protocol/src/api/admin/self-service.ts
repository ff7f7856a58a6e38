// Body of GET and PUT /admin/v1/self-service: what people may do for themselves at /me.
import * as z from 'zod/mini'
import { selfServiceRights } from '../me.js'

export const changeSelfServiceBody = selfServiceRights
export type ChangeSelfServiceBody = z.infer<typeof changeSelfServiceBody>

export const selfService = z.extend(selfServiceRights, { revision: z.int().check(z.nonnegative()) })
export type SelfService = z.infer<typeof selfService>
