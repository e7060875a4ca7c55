-- Begins a run's log.
-- KEYS: hash, log, owner's index, leases, fences, owner's runs that have not ended, the caller's key
--   (left out if there is none)
-- ARGV: run, at, event, lease in ms, what the caller's key is to hold, how many of the owner's runs
--   may not have ended (0: any number), what the names of hashes begin with, then fields and values
--   of the summary
-- Answers 1, 0 if there is such a run, -1 if it would be one too many of the owner's, or what the
--   caller's key holds if it has begun one before.
if redis.call('EXISTS', KEYS[1]) == 1 then
  return 0
end
local first = KEYS[7] and redis.call('GET', KEYS[7])
if first then
  return first
end
local most = tonumber(ARGV[6])
if most > 0 and redis.call('SCARD', KEYS[6]) >= most then
  -- A run may be gone without its end: lost with a primary, or deleted by hand.
  for _, run in ipairs(redis.call('SMEMBERS', KEYS[6])) do
    local known = redis.call('HMGET', ARGV[7] .. run, 'seq', 'ended')
    if not known[1] or known[2] then
      redis.call('SREM', KEYS[6], run)
    end
  end
  if redis.call('SCARD', KEYS[6]) >= most then
    return -1
  end
end
if KEYS[7] then
  redis.call('SET', KEYS[7], ARGV[5])
  redis.call('HSET', KEYS[1], 'once', KEYS[7])
end
redis.call('XADD', KEYS[2], '1-0', 'f', ARGV[3], 'a', ARGV[2])
redis.call('HSET', KEYS[1], 'seq', 1, 'mark', 1, 'chars', 0, 'open', KEYS[6], unpack(ARGV, 8))
redis.call('SADD', KEYS[6], ARGV[1])
redis.call('ZADD', KEYS[3], 0, ARGV[1])
redis.call('HSET', KEYS[5], ARGV[1], 1)
local time = redis.call('TIME')
redis.call('ZADD', KEYS[4], time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[4], ARGV[1])
return 1
