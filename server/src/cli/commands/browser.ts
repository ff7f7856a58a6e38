// `countersign browser list|remove`: the browsers that login pages know somebody by.
import type { BrowserBody } from '@countersign/protocol/admin'
import { listBrowsers, removeBrowser } from '../../flows/admin/browsers.js'
import { operator, userIdArgument, withAccount } from '../accounts.js'
import { defineCommand } from '../command.js'
import { faultOf } from '../refusals.js'
import { columns, when } from '../report.js'

export const browserList = defineCommand({
  name: 'browser list',
  sentence: 'list the browsers that login pages know a user ID by',
  details:
    'A waiting one signed in once, while no phone was in its network; only its owner can say, at /me, that it is theirs.',
  arguments: [userIdArgument],
  options: {},
  examples: ['countersign browser list alice', 'countersign browser list alice --json'],
  run({ arguments: { USER_ID } }, surroundings) {
    const { report } = surroundings
    return withAccount(surroundings, USER_ID, async (ports, { id: accountId, userId }) => {
      const browsers = await listBrowsers(ports, operator, { accountId })
      if (!browsers.ok) return report.failed(faultOf(browsers.refusal, USER_ID))
      const { items } = browsers.value
      return report.done({ userId, browsers: items }, browserTable(items))
    })
  },
})

export const browserRemove = defineCommand({
  name: 'browser remove',
  sentence: 'forget a browser: at its next login it is a new one',
  details: 'Nobody is signed out.',
  arguments: [userIdArgument, { name: 'BROWSER_ID', sentence: 'as in countersign browser list' }],
  options: {},
  examples: ['countersign browser remove alice 0193e0f2-7a1c-7b2d-8c3e-4f5a6b7c8d9e'],
  run({ arguments: { USER_ID, BROWSER_ID } }, surroundings) {
    const { report } = surroundings
    return withAccount(surroundings, USER_ID, async (ports, { id: accountId, userId }) => {
      const removed = await removeBrowser(ports, operator, { accountId, id: BROWSER_ID })
      if (!removed.ok) return report.failed(faultOf(removed.refusal, BROWSER_ID))
      return report.done(
        { userId, removed: BROWSER_ID },
        `forgotten: at its next login it is a new browser for ${userId}`,
      )
    })
  },
})

function browserTable(browsers: readonly BrowserBody[]): string {
  if (browsers.length === 0) return 'no browsers'
  return columns(
    ['BROWSER ID', 'BROWSER', 'AT', 'STATE', 'FROM', 'LAST USED'],
    browsers.map(({ id, browser, appName, state, address, place, lastUsedAtMs }) => [
      id,
      browser,
      appName,
      state,
      place === '' ? address : `${address} (${place})`,
      when(lastUsedAtMs),
    ]),
  )
}
