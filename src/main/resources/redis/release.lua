-- Gives leases up, so that any pod may claim them at once.
-- KEYS: leases, fences, pulse (unused)
-- ARGV: run and fence for each
for i = 1, #ARGV, 2 do
  if redis.call('HGET', KEYS[2], ARGV[i]) == ARGV[i + 1] then
    redis.call('ZADD', KEYS[1], 0, ARGV[i])
  end
end
return 1
