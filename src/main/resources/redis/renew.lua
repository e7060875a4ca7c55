-- Renews a worker's leases, and says that Redis can be reached.
-- KEYS: leases, fences, pulse
-- ARGV: lease in ms, then run and fence for each
-- Answers with the runs whose lease is another's, or that have ended or are gone.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local lease = tonumber(ARGV[1])
local last = redis.call('HGET', KEYS[3], 'at')
redis.call('HSET', KEYS[3], 'at', now)
if last and now - last > lease / 2 then
  redis.call('HSET', KEYS[3], 'grace', now + lease)
end
local lost = {}
for i = 2, #ARGV, 2 do
  if redis.call('HGET', KEYS[2], ARGV[i]) == ARGV[i + 1] then
    redis.call('ZADD', KEYS[1], now + lease, ARGV[i])
  else
    lost[#lost + 1] = ARGV[i]
  end
end
return lost
