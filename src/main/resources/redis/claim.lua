-- Takes leases that have expired, oldest first; each gets a new fence.
-- KEYS: leases, fences
-- ARGV: lease in ms, at most how many
-- Answers with run and fence for each.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local claimed = {}
for _, run in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, ARGV[2])) do
  claimed[#claimed + 1] = run
  claimed[#claimed + 1] = tostring(redis.call('HINCRBY', KEYS[2], run, 1))
  redis.call('ZADD', KEYS[1], now + ARGV[1], run)
end
return claimed
