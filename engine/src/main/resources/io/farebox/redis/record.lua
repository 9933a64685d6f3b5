-- record.lua: the records of holds within one call.
--
-- KEYS[4] due: sorted set; record id by when something is next to be done on it (ms)
-- Record keys: hash, in a listpack;
--   "h"      msgpack [at, deadline, terms, heldCount, heldMicro, confirmedMicro, releasedMicro, due, released]
--   "d"      the different descriptions of sends: depth, upTo, count, class width, leaf, classes, label, separated
--   "m"      for each slot one byte, the number of its description, 0 where none is held; absent where there is one send
--   "s<k>"   two bits for each of messages 256k to 256k+255: 0 held, 1 confirmed, 2 released, 3 released but for
--            a fee
--   "c<k>"   their classes, one or two bytes each; absent where all are of class 1
-- A message stands at position slot + index. An absent status is 0, so a burst costs nothing until it is settled.

local CHUNK = 256
local KEPT_SETTLED_MS = 60000
local LATE_DELIVERY_MS = 24 * 3600 * 1000

local AT, DEADLINE, TERMS, HELD_COUNT, HELD, CONFIRMED_SUM, RELEASED_SUM, DUE, RELEASED_ANY = 1, 2, 3, 4, 5, 6, 7, 8, 9

local records

-- A clause of the terms (charge.Clause):
-- { deadline, whether it confirms, whether it charges late, whether it charges the hand-over, fee, rule }
local function addClause(clauses, country, deadline, rule)
  for _, clause in ipairs(clauses) do
    if clause[1] == deadline and clause[6] == rule then
      clauses[country] = clause
      return
    end
  end
  local clause = {
    deadline, string.sub(rule, 1, 1) == 'c', string.sub(rule, 2, 2) == 'c', string.sub(rule, 3, 3) == 'h',
    tonumber(string.sub(rule, 4)) or 0, rule,
  }
  clauses[country] = clause
  clauses[#clauses + 1] = clause
end

-- The different clauses of a record: the usual one first, then in the order of the countries; each also by its country.
local function clausesOf(r)
  local clauses = r.clauses
  if not clauses then
    local terms = r.head[TERMS]
    clauses = {}
    addClause(clauses, 'usual', r.head[DEADLINE], string.match(terms, '^%a+%d*'))
    for country, deadline, rule in string.gmatch(terms, ';([^=]*)=(%d+)(%a+%d*)') do
      addClause(clauses, country, tonumber(deadline), rule)
    end
    r.clauses = clauses
  end
  return clauses
end

local function clauseOf(r, country)
  local clauses = clausesOf(r)
  return clauses[country] or clauses.usual
end

-- The record of a key with at least these fields read; its head is nil where it does not exist.
local function record(key, id, ...)
  local r = records[key]
  if not r then
    r = { key = key, id = id, fields = {}, sends = {}, dirty = {}, bytes = {}, dirtyBytes = {} }
    records[key] = r
  end
  local missing = {}
  for i = 1, select('#', ...) do
    local field = select(i, ...)
    if r.fields[field] == nil then
      missing[#missing + 1] = field
    end
  end
  if #missing > 0 then
    local values = redis.call('HMGET', key, unpack(missing))
    for i = 1, #missing do
      r.fields[missing[i]] = values[i]
      if missing[i] == 'h' and values[i] then
        r.head = cmsgpack.unpack(values[i])
      end
    end
  end
  return r
end

local function put(r, field, value)
  r.fields[field] = value
  r.dirty[field] = value
end

local function parseClasses(text)
  local classes = {}
  for country, segments, credits in string.gmatch(text, '([^:,]*):(%d+):(%d+)') do
    classes[#classes + 1] = { country, segments, tonumber(credits), country .. SEP .. segments .. SEP .. credits, credits }
  end
  return classes
end

local function descriptionOf(r, number)
  for text in string.gmatch(r.fields.d, '[^\30]+') do
    number = number - 1
    if number == 0 then
      return text
    end
  end
end

-- The send in a slot that was read, or nil where there is none.
local function sendOf(r, slot)
  local number = slot == 0 and 1 or 0
  if r.fields.m then
    number = string.byte(r.fields.m, slot + 1) or 0
  end
  local send = r.sends[number]
  if send == nil then
    local text = number > 0 and descriptionOf(r, number)
    if not text then
      return nil
    end
    local depth, upTo, count, width, leaf, classes, label =
      string.match(text, '^(%d)\31(%d+)\31(%d+)\31(%d)\31([^\31]*)\31([^\31]*)\31(.*)$')
    send = {
      depth = tonumber(depth), upTo = tonumber(upTo), count = count, width = tonumber(width),
      leaf = leaf, classes = parseClasses(classes), label = label,
    }
    r.sends[number] = send
  end
  return send
end

-- The class of a message, nil where the send has no such message.
local function classOf(r, send, position, index)
  if index < 0 or index >= send.upTo then
    return nil
  end
  if send.width == 0 then
    return send.classes[1]
  end
  local map = r.fields['c' .. math.floor(position / CHUNK)]
  local at = (position % CHUNK) * send.width + 1
  local number = string.byte(map, at)
  if send.width == 2 then
    number = number * 256 + string.byte(map, at + 1)
  end
  return send.classes[number]
end

local POWER = { [0] = 1, 4, 16, 64 }

-- The status bytes of a chunk that was read, unpacked once for all settlements of this call.
local function bytesOf(r, chunk)
  local bytes = r.bytes[chunk]
  if not bytes then
    local packed = r.fields['s' .. chunk]
    bytes = packed and { string.byte(packed, 1, -1) } or {}
    r.bytes[chunk] = bytes
  end
  return bytes
end

local function statusAt(r, position)
  local within = position % CHUNK
  local byte = bytesOf(r, math.floor(position / CHUNK))[math.floor(within / 4) + 1] or 0
  return math.floor(byte / POWER[within % 4]) % 4
end

local function setStatus(r, position, from, to)
  local chunk = math.floor(position / CHUNK)
  local bytes, within = bytesOf(r, chunk), position % CHUNK
  local at = math.floor(within / 4) + 1
  for i = #bytes + 1, at do
    bytes[i] = 0
  end
  bytes[at] = bytes[at] + (to - from) * POWER[within % 4]
  r.dirtyBytes[chunk] = bytes
end

local function dueAt(r, due)
  r.head[DUE] = due
  r.dueChanged = true
end

-- When nothing is held any more: kept for repeated reports, and for late deliveries where they may still charge.
local function settledAll(r)
  local due = now + KEPT_SETTLED_MS
  if r.head[RELEASED_ANY] == 1 then
    local late, last = false, 0
    for _, clause in ipairs(clausesOf(r)) do
      late, last = late or clause[3], math.max(last, clause[1])
    end
    due = late and math.max(due, last + LATE_DELIVERY_MS) or due
  end
  dueAt(r, due)
end

local function commitRecords()
  for key, r in pairs(records) do
    if r.forgotten then
      redis.call('DEL', key)
      dueChanges[r.id] = false
    elseif r.changed then
      local fields = { 'h', cmsgpack.pack(r.head) }
      for chunk, bytes in pairs(r.dirtyBytes) do
        fields[#fields + 1] = 's' .. chunk
        fields[#fields + 1] = string.char(unpack(bytes))
      end
      for field, value in pairs(r.dirty) do
        fields[#fields + 1] = field
        fields[#fields + 1] = value
      end
      hset(key, fields)
      if r.dueChanged then
        dueChanges[r.id] = r.head[DUE]
      end
    end
  end
end
