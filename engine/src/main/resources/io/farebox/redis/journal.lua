-- journal.lua: what one call changed, as one block of the partition's journal, and the answers it leaves behind.
--
-- KEYS[2] journal: stream; entry id "<seq>-0" with seq gapless from 1; fields: "t" and the time, then for each
--   journal entry its head and its body. Where sampled requests have commands in the call, the first field's name is
--   "t " and their traceparents, with blanks between them: readers have always skipped that name
-- KEYS[1] state: "n<caller>" is the number of a caller's last call, "r<caller>" that call's replies (msgpack), "epoch"
--   the name that the last rebuild gave the state (restore.lua)
-- KEYS[3] callers: hash; caller: when it was last heard of, to the nearest CALLS_PER_SIGN calls
-- traced args: traceparents
-- Once keys: string; msgpack [fingerprint, until, reply, order or nil], kept for REMEMBERED_MS

local ENTRIES_PER_BLOCK_MAX = 3000
local REMEMBERED_MS = 24 * 3600 * 1000
local CALLS_PER_SIGN = 1024
local CALLER_FORGOTTEN_MS = 7 * 24 * 3600 * 1000

local entries, remembered, dirtyRemembered, timeField

local function entry(head, body)
  local n = #entries
  entries[n + 1] = head
  entries[n + 2] = body or ''
end

-- Changes nothing but the name of the journal's first field.
local function traced(_, args, i)
  timeField = 't ' .. args[i]
end

-- The reply for a client that asks again, or nil where it asks for the first time.
local function repeated(onceKey, once, fingerprint)
  if onceKey == nil then
    return nil
  end
  local before = remembered[onceKey]
  if before == nil then
    local packed = redis.call('GET', onceKey)
    before = packed and cmsgpack.unpack(packed) or false
    remembered[onceKey] = before
  end
  if not before or before[2] <= now then
    return nil
  end
  if before[1] ~= fingerprint then
    return refused('KEY_REUSED', once)
  end
  return { 'Y', before[3], before[4] or '', before[5] or '', before[6] or '', before[7] or '', before[8] or '' }
end

local function remember(onceKey, fingerprint, reply, count, total, classes, label, classMap)
  if onceKey ~= nil then
    local answer = { fingerprint, now + REMEMBERED_MS, reply, count, total, classes, label, classMap }
    remembered[onceKey] = answer
    dirtyRemembered[onceKey] = answer
  end
end

local function commitJournal(journal, fields)
  for from = 1, #entries, 2 * ENTRIES_PER_BLOCK_MAX do
    seq = seq + 1
    local to = math.min(from + 2 * ENTRIES_PER_BLOCK_MAX - 1, #entries)
    redis.call('XADD', journal, fmt(seq) .. '-0', timeField, fmt(now), unpack(entries, from, to))
  end
  if #entries > 0 then
    fields[#fields + 1] = 'seq'
    fields[#fields + 1] = fmt(seq)
  end
  for id, n in pairs(dirtyNodes) do
    fields[#fields + 1] = id
    fields[#fields + 1] = cmsgpack.pack(n)
  end
  hset(stateKey, fields)
  for key, answer in pairs(dirtyRemembered) do
    redis.call('SET', key, cmsgpack.pack(answer), 'PX', REMEMBERED_MS)
  end
end

local function forgetSilentCallers(callers)
  local all = redis.call('HGETALL', callers)
  for i = 1, #all, 2 do
    if tonumber(all[i + 1]) < now - CALLER_FORGOTTEN_MS then
      redis.call('HDEL', stateKey, 'n' .. all[i], 'r' .. all[i])
      redis.call('HDEL', callers, all[i])
    end
  end
end

-- This Redis has lost what it had acknowledged to one caller: from now on it refuses all, until it is rebuilt.
local function lost()
  redis.call('HDEL', stateKey, 'seq')
  redis.call('HSET', stateKey, 'epoch', 'lost')
end

-- What was answered to this call before; or STALE for a call that a later one has overtaken; or FENCED where calls
-- that were answered or blocks that the caller knows of are missing, because this Redis lost acknowledged writes, and
-- where the call is of another time: before they were restored, or after somebody missed them.
local function answered(caller, number, last, sameEpoch, behind)
  if sameEpoch and (behind or number > last + 1) then
    lost()
  end
  if behind or not sameEpoch or number > last + 1 then
    return { 'FENCED' }
  elseif number == last + 1 then
    return nil
  elseif number == last then
    return cmsgpack.unpack(redis.call('HGET', stateKey, 'r' .. caller))
  end
  return { 'STALE' }
end

-- Writes nodes, journal and the answer to this call.
local function commit(journal, callers, caller, number, replies)
  commitJournal(journal, { 'n' .. caller, fmt(number), 'r' .. caller, cmsgpack.pack(replies) })
  if number % CALLS_PER_SIGN == 1 then
    redis.call('HSET', callers, caller, fmt(now))
    if number == 1 then
      forgetSilentCallers(callers)
    end
  end
end
