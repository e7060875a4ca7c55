-- Removes every trace of a run.
-- KEYS: hash, log, leases, fences, ended, owner's index (left out if there is no hash), the key
--   that it was begun with (left out if there is none)
-- ARGV: run, its channel
local open = redis.call('HGET', KEYS[1], 'open')
if open then
  redis.call('SREM', open, ARGV[1])
end
redis.call('UNLINK', KEYS[1], KEYS[2])
redis.call('ZREM', KEYS[3], ARGV[1])
redis.call('HDEL', KEYS[4], ARGV[1])
redis.call('ZREM', KEYS[5], ARGV[1])
if KEYS[6] then
  redis.call('ZREM', KEYS[6], ARGV[1])
end
if KEYS[7] then
  redis.call('UNLINK', KEYS[7])
end
redis.call('PUBLISH', ARGV[2], 'erased')
return 1
