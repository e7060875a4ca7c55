-- Takes leases that were given up or have expired, oldest first; each gets a new fence. It is at
-- least the time, so that none is given twice where a failover has lost the claim that gave it.
-- Pods renew every third of a lease. Where none did for longer, Redis could not be reached: then
-- nothing that has expired is taken for the time of a lease, so that those who held it come first.
-- KEYS: leases, fences, pulse
-- ARGV: lease in ms, at most how many
-- Answers with run and fence for each.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local lease = tonumber(ARGV[1])
local pulse = redis.call('HMGET', KEYS[3], 'at', 'grace')
local grace = tonumber(pulse[2] or 0)
if pulse[1] and now - pulse[1] > lease / 2 then
  grace = now + lease
end
redis.call('HSET', KEYS[3], 'at', now, 'grace', grace)
local expired = now < grace and 0 or now
local claimed = {}
for _, run in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', expired, 'LIMIT', 0, ARGV[2])) do
  claimed[#claimed + 1] = run
  local fence = string.format('%.0f', math.max(tonumber(redis.call('HGET', KEYS[2], run) or 0) + 1, now))
  redis.call('HSET', KEYS[2], run, fence)
  claimed[#claimed + 1] = fence
  redis.call('ZADD', KEYS[1], now + lease, run)
end
return claimed
