// What only some logins need: one file of its own, loaded when it is needed, so that every other login page stays small.
export { endings } from './element-endings.js'
export { explain } from './element-explain.js'
export { leftBehind, linkPanel, otherWindow } from './element-link-panel.js'
export { moreWords } from './element-more-words.js'
export { scanPanel } from './element-scan.js'
export { setUpPanel } from './element-set-up.js'
export { waysPanel } from './element-ways.js'
