// Every operation of the admin API, slice by slice.
import type { Operation } from '../operation.js'
import { tokenOperations } from './tokens.js'

export const adminOperations: readonly Operation[] = [...tokenOperations]
