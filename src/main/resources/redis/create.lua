-- Begins a run's log.
-- KEYS: hash, log, owner's index, leases, fences, the caller's key (left out if there is none)
-- ARGV: run, at, event, lease in ms, what the caller's key is to hold, then fields and values of
--   the summary
-- Answers 1, 0 if there is such a run, or what the caller's key holds if it has begun one before.
if redis.call('EXISTS', KEYS[1]) == 1 then
  return 0
end
if KEYS[6] then
  local first = redis.call('GET', KEYS[6])
  if first then
    return first
  end
  redis.call('SET', KEYS[6], ARGV[5])
  redis.call('HSET', KEYS[1], 'once', KEYS[6])
end
redis.call('XADD', KEYS[2], '1-0', 'f', ARGV[3], 'a', ARGV[2])
redis.call('HSET', KEYS[1], 'seq', 1, 'mark', 1, 'chars', 0, unpack(ARGV, 6))
redis.call('ZADD', KEYS[3], 0, ARGV[1])
redis.call('HSET', KEYS[5], ARGV[1], 1)
local time = redis.call('TIME')
redis.call('ZADD', KEYS[4], time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[4], ARGV[1])
return 1
