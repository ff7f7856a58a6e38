// Events per key in a sliding window, counted by Redis for all nodes: the same two counters as rate-limits.ts, moved by one script.
import type { RedisLink } from './redis-link.js'
import type { SealedMessages } from './sealed-messages.js'

/**
 * Two counters a key: the running window, and the one before it in proportion to how much of it still reaches into ours.
 * ARGV: limit, window, now. Answers 1 when the event is allowed; a refused event does not count. Clocks of nodes differ by a little: only
 * one that is a whole window behind starts anew.
 */
const ALLOW = `
-- What is no number (nan says no to every comparison) or none of ours was written by a stranger: then nothing was counted yet.
local function read(text)
  local number = tonumber(text or '')
  if number and math.abs(number) < 1e15 then return number end
end
local limit, window, now = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local kept = redis.call('HMGET', KEYS[1], 'window', 'start', 'count', 'before')
local start, count, before = read(kept[2]), read(kept[3]) or 0, read(kept[4]) or 0
if start == nil or tonumber(kept[1]) ~= window or start - now >= window or now - start >= 2 * window then
  start, count, before = now, 0, 0
elseif now - start >= window then
  start, count, before = start + window, 0, count
end
if count + before * math.min(1, math.max(0, 1 - (now - start) / window)) >= limit then return 0 end
redis.call('HSET', KEYS[1], 'window', window, 'start', string.format('%.0f', start), 'count', count + 1, 'before', before)
redis.call('PEXPIRE', KEYS[1], 2 * window)
return 1`

/** True or false by the count of all nodes; undefined when Redis cannot say. Keys are not readable there: many name an address. */
export async function allowedByAll(
  link: RedisLink,
  seals: SealedMessages,
  prefix: string,
  event: {
    readonly key: string
    readonly limit: number
    readonly windowMs: number
    readonly nowMs: number
  },
): Promise<boolean | undefined> {
  const key = `${prefix}rate:${seals.mac(`rate ${event.key}`)}`
  const { limit, windowMs, nowMs } = event
  const answer = await link.ask(
    (redis) => redis.call('EVAL', ALLOW, 1, key, limit, windowMs, nowMs),
    undefined,
  )
  return answer === 1 ? true : answer === 0 ? false : undefined
}
