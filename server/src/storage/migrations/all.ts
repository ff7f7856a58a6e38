// Every migration in order; the place in the list, from 1, is its number for ever.
import type { Migration } from '../migrate.js'
import { firstLogin } from './0001-first-login.js'
import { administration } from './0002-administration.js'
import { otherWays } from './0003-other-ways.js'
import { thePhone } from './0004-the-phone.js'
import { manyNodes } from './0005-many-nodes.js'

export const allMigrations: readonly Migration[] = [
  { name: 'first-login', up: firstLogin },
  { name: 'administration', up: administration },
  { name: 'other-ways', up: otherWays },
  { name: 'the-phone', up: thePhone },
  { name: 'many-nodes', up: manyNodes },
]
