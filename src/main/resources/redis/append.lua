-- Appends to several runs; what becomes of one is nothing to the others.
-- KEYS: leases, fences, ended, then for each run: hash, log
-- ARGV for each run:
--   run, its channel
--   fence: the worker's; empty for anyone else, who appends only if no event but deltas is newer
--     than the one that he knows
--   number: of the worker's append, rising; or the seq of the event that anyone else knows
--   known: the caller knows of events up to this seq; jump: how many numbers to leave out
--   at: in ms; token: marks the event of anyone else
--   heard: up to which seq the worker knows what anyone else has appended (empty: it is nothing to it)
--   chars: of the step under way after this append; empty: unchanged
--   mark: which of the events is the last that is no delta, from 1; 0: none
--   ttl: of the keys in ms if the run ends with this; else empty
--   used: tokens of all its calls after this append (empty: unchanged); what the name of the counter
--     of the day's tokens begins with, to which the owner is added; how long that is kept in ms
--   how many strings, then fields and values of the summary
--   how many seqs, then those that are no longer wanted
--   how many events, then for each: JSON, characters of the step before it
--     (empty: 0; ?: as the hash says)
--   how many strings, then for each event that a failover lost: seq, JSON, time and 1 if it is no
--     delta; or one string, "?", if the worker wants to be told of a loss
-- Answers for each run: {"ok", first seq, seq before it}, {"ended"}, {"lost"} (the lease),
--   {"none"} (no such run), {"changed"} (a newer event than the caller knows),
--   {"unheard"} (others have appended more than the worker has heard of) or {"behind", last seq} (a failover lost events that the worker knows).
-- An append that has been done is not done again but gets the same answer, so that a caller who got
-- none can repeat it.
local CHUNK = 1000
local position = 0
local function next_arg()
  position = position + 1
  return ARGV[position]
end
local function next_args()
  local count = tonumber(next_arg())
  local args = {}
  for i = 1, count do
    args[i] = next_arg()
  end
  return args
end
local function int(number)
  return string.format('%.0f', number)
end

local answers = {}
for k = 4, #KEYS, 2 do
  local hash, log = KEYS[k], KEYS[k + 1]
  local run, channel, fence = next_arg(), next_arg(), next_arg()
  local number, known, jump = tonumber(next_arg()), tonumber(next_arg()), tonumber(next_arg())
  local at, token, heard = next_arg(), next_arg(), tonumber(next_arg())
  local chars, mark, ttl = next_arg(), tonumber(next_arg()), next_arg()
  local used, counter, kept = next_arg(), next_arg(), next_arg()
  local summary, drops, events, missing = next_args(), next_args(), next_args(), next_args()

  local now = redis.call('HMGET', hash, 'seq', 'ended', 'mark', 'chars', 'fence', 'number', 'first', 'prev', 'once', 'open',
    'tokens', 'owner', 'asked')
  local answer
  if not now[1] then
    answer = {'none'}
  elseif fence ~= '' and now[5] == fence and tonumber(now[6]) >= number then
    answer = {'ok', now[7], now[8]}
  elseif now[2] then
    answer = {'ended'}
  elseif fence ~= '' and redis.call('HGET', KEYS[2], run) ~= fence then
    answer = {'lost'}
  elseif heard and tonumber(now[13] or 0) > heard then
    answer = {'unheard'}
  elseif fence == '' and tonumber(now[3]) ~= number then
    answer = {'changed'}
  elseif missing[1] == '?' and known > tonumber(now[1]) then
    answer = {'behind', now[1]}
  else
    local prev = tonumber(now[1])
    local marked = nil
    for i = 1, #missing - 3, 4 do
      if tonumber(missing[i]) > prev then
        prev = tonumber(missing[i])
        redis.call('XADD', log, missing[i] .. '-0', 'f', missing[i + 1], 'a', missing[i + 2])
        marked = missing[i + 3] == '1' and prev or marked
      end
    end
    local first = math.max(prev, known) + 1 + jump
    local seq = first - 1
    local message = {int(prev) .. ' ' .. int(first) .. ' ' .. (fence == '' and '1' or '0') .. ' ' .. at}
    for i = 1, #events, 2 do
      seq = seq + 1
      local before = events[i + 1] == '?' and now[4] or events[i + 1]
      local fields = {'f', events[i], 'a', at}
      if before ~= '' and before ~= '0' then
        fields[#fields + 1] = 'c'
        fields[#fields + 1] = before
      end
      if token ~= '' then
        fields[#fields + 1] = 'r'
        fields[#fields + 1] = token
      end
      redis.call('XADD', log, int(seq) .. '-0', unpack(fields))
      message[#message + 1] = events[i]
    end
    for from = 1, #drops, CHUNK do
      redis.call('XDEL', log, unpack(drops, from, math.min(from + CHUNK - 1, #drops)))
    end
    local changes = {'seq', int(seq)}
    local function set(field, value)
      changes[#changes + 1] = field
      changes[#changes + 1] = value
    end
    marked = mark > 0 and first + mark - 1 or marked
    if marked then
      set('mark', int(marked))
    end
    if chars ~= '' then
      set('chars', chars)
    end
    if fence ~= '' then
      set('fence', fence)
      set('number', int(number))
      set('first', int(first))
      set('prev', int(prev))
    else
      set('asked', int(seq))
    end
    local more = used ~= '' and tonumber(used) - tonumber(now[11] or 0) or 0
    if more > 0 then
      set('tokens', used)
      redis.call('INCRBY', counter .. now[12], int(more))
      redis.call('PEXPIRE', counter .. now[12], kept)
    end
    for i = 1, #summary, 2 do
      set(summary[i], summary[i + 1])
    end
    redis.call('HSET', hash, unpack(changes))
    if ttl ~= '' then
      redis.call('HSET', hash, 'ended', at)
      redis.call('ZREM', KEYS[1], run)
      redis.call('HDEL', KEYS[2], run)
      if now[10] then
        redis.call('SREM', now[10], run)
      end
      -- Those that end in the same millisecond keep their order.
      local same = redis.call('ZCOUNT', KEYS[3], at, '(' .. int(at + 1))
      redis.call('ZADD', KEYS[3], at + math.min(same, 999) / 1000, run)
      redis.call('PEXPIRE', hash, ttl)
      redis.call('PEXPIRE', log, ttl)
      if now[9] then
        redis.call('PEXPIRE', now[9], ttl)
      end
    end
    redis.call('PUBLISH', channel, table.concat(message, '\n'))
    answer = {'ok', int(first), int(prev)}
  end
  answers[#answers + 1] = answer
end
return answers
