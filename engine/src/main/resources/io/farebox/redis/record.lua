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

-- What texts say that records have in common, worked out once for many calls: texts say all there is to know, so it never
-- gets old.
local function kept(parse)
  local keptMax, parsed, count = 500, {}, 0
  return function(text)
    local known = parsed[text]
    if not known then
      if count == keptMax then
        parsed, count = {}, 0
      end
      known = parse(text)
      parsed[text] = known
      count = count + 1
    end
    return known
  end
end

local clausesOf
do -- a function of Lua has at most 200 local names
  -- { whether it confirms, whether it charges late, whether it charges the hand-over, fee }
  local ruleOf = kept(function(rule)
    return {
      string.sub(rule, 1, 1) == 'c', string.sub(rule, 2, 2) == 'c', string.sub(rule, 3, 3) == 'h',
      tonumber(string.sub(rule, 4)) or 0,
    }
  end)

  -- A clause of the terms (charge.Clause):
  -- { deadline, whether it confirms, whether it charges late, whether it charges the hand-over, fee, rule }
  local function addClause(clauses, country, deadline, rule)
    for i = 1, #clauses do
      local clause = clauses[i]
      if clause[1] == deadline and clause[6] == rule then
        clauses[country] = clause
        return
      end
    end
    local parts = ruleOf(rule)
    local clause = { deadline, parts[1], parts[2], parts[3], parts[4], rule }
    clauses[country] = clause
    clauses[#clauses + 1] = clause
  end

  local usualRuleOf = kept(function(terms)
    return string.match(terms, '^%a+%d*')
  end)

  -- The different clauses of a record: the usual one first, then in the order of the countries; each also by its country.
  function clausesOf(r)
    local clauses = r.clauses
    if not clauses then
      local terms = r.head[TERMS]
      clauses = {}
      addClause(clauses, 'usual', r.head[DEADLINE], usualRuleOf(terms))
      for country, deadline, rule in string.gmatch(terms, ';([^=]*)=(%d+)(%a+%d*)') do
        addClause(clauses, country, tonumber(deadline), rule)
      end
      r.clauses = clauses
    end
    return clauses
  end
end

local function clauseOf(r, country)
  local clauses = clausesOf(r)
  return clauses[country] or clauses.usual
end

-- A table is made with room for all that it will have, since each time that one grows it is hashed anew.
local function newRecord(key, id, fields)
  return {
    key = key, id = id, fields = fields, dirty = {}, bytes = {}, dirtyBytes = {}, head = false, descriptions = false,
    clauses = false, changed = false, dueChanged = false, forgotten = false,
  }
end

local record
do
  local function without(fields, wanted)
    local missing = {}
    for i = 1, #wanted do
      if fields[wanted[i]] == nil then
        missing[#missing + 1] = wanted[i]
      end
    end
    return missing
  end

  -- The record of a key with at least these fields read, the first three of which are h, d and m, or the first alone; its
  -- head is false where it does not exist.
  function record(key, id, wanted)
    local r = records[key]
    if r then
      wanted = without(r.fields, wanted)
      if not wanted[1] then
        return r
      end
    end
    local values = redis.call('HMGET', key, unpack(wanted))
    if r then
      for i = 1, #wanted do
        r.fields[wanted[i]] = values[i]
      end
      return r
    end
    local fields = { h = values[1], d = values[2], m = values[3], s = nil, c = nil }
    for i = 4, #wanted do
      fields[wanted[i]] = values[i]
    end
    r = newRecord(key, id, fields)
    r.head = fields.h and cmsgpack.unpack(fields.h)
    records[key] = r
    return r
  end
end

local statusField, classField
do
  -- The names of a chunk's fields, each joined once.
  local function named(letter)
    local names = {}
    return function(chunk)
      local name = names[chunk]
      if not name then
        name = letter .. text(chunk)
        names[chunk] = chunk < 256 and name or nil
      end
      return name
    end
  end

  statusField, classField = named('s'), named('c')
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

-- The descriptions of a record, as sends without their number.
local descriptionsOf = kept(function(text)
  local sends = {}
  for description in string.gmatch(text, '[^\30]+') do
    local depth, upTo, count, width, leaf, classes, label =
      string.match(description, '^(%d)\31(%d+)\31(%d+)\31(%d)\31([^\31]*)\31([^\31]*)\31(.*)$')
    sends[#sends + 1] = {
      depth = tonumber(depth), upTo = tonumber(upTo), count = count, width = tonumber(width),
      leaf = leaf, classes = parseClasses(classes), label = label,
    }
  end
  return sends
end)

-- The send in a slot that was read; none where there is none, or where this call is only about to write it.
local function sendOf(r, slot)
  local number = slot == 0 and 1 or 0
  if r.fields.m then
    number = string.byte(r.fields.m, slot + 1) or 0
  end
  if not r.descriptions and r.fields.d then
    r.descriptions = descriptionsOf(r.fields.d)
  end
  return r.descriptions and r.descriptions[number]
end

-- The class of a message, nil where the send has no such message.
local function classOf(r, send, position, index)
  if index < 0 or index >= send.upTo then
    return nil
  end
  if send.width == 0 then
    return send.classes[1]
  end
  local map = r.fields[classField(math.floor(position / CHUNK))]
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
    local packed = r.fields[statusField(chunk)]
    bytes = packed and { string.byte(packed, 1, -1) } or {}
    r.bytes[chunk] = bytes
  end
  return bytes
end

local function statusAt(r, position)
  local within = position % CHUNK
  local chunk, at = (position - within) / CHUNK, math.floor(within / 4) + 1
  local byte
  if r.bytes[chunk] then
    byte = r.bytes[chunk][at]
  else
    byte = string.byte(r.fields[statusField(chunk)] or '', at)
  end
  return math.floor((byte or 0) / POWER[within % 4]) % 4
end

local function extended(bytes, size)
  for i = #bytes + 1, size do
    bytes[i] = 0
  end
end

local function setStatus(r, position, from, to)
  local within = position % CHUNK
  local chunk, at = (position - within) / CHUNK, math.floor(within / 4) + 1
  local bytes = bytesOf(r, chunk)
  extended(bytes, at)
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
        put(r, statusField(chunk), string.char(unpack(bytes)))
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
