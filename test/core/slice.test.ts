// The length of a list, told by a part of it: held against every small list.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { totalShown } from '@countersign/server/core/slice'

test('a part that is not full shows how long the list is; a full one, or one behind the end, does not', () => {
  for (let total = 0; total <= 7; total += 1)
    for (let offset = 0; offset <= 9; offset += 1)
      for (let limit = 0; limit <= 9; limit += 1) {
        const came = Math.max(0, Math.min(limit, total - offset))
        const told = totalShown({ offset, limit }, came)
        const isShown = came < limit && (came > 0 || offset === 0)
        assert.equal(told, isShown ? total : undefined, `${total} ${offset} ${limit}`)
      }
})
