-- Adds to a counter, which goes by itself some time after the last addition.
-- KEYS: the counter
-- ARGV: how much, how long it is kept in ms
-- Answers with the sum.
if ARGV[1] == '0' then
  return tonumber(redis.call('GET', KEYS[1]) or 0)
end
local sum = redis.call('INCRBY', KEYS[1], ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return sum
