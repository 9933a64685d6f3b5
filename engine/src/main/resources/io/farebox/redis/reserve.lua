-- reserve.lua: holds the credits of a send on every node from its leaf to its payer, or on none.
--
-- reserve args: recordKey record leaf partial deadline terms count accepted total classes label classMap body
--       onceKey once fingerprint
--   recordKey and onceKey are places in KEYS, onceKey 0 where there is none; classMap is empty where every recipient
--   is of class 1; accepted is how many recipients rating did not refuse; body goes to the journal as it is
-- into args: recordKey record deadline terms
--   opens a record that the singles after it share, in slots from 0
-- single args: leaf total description tail body
-- keyed args: leaf total description tail body onceKey once fingerprint
--   description: the record's text of the send without its depth; tail: the journal's, from the record's id on
-- replies: R record slot upTo count credits available reserved confirmed | Y ... | X reason node required available

-- As many messages as fit, in order: how far they reach, how many they are and what they cost.
local function partOf(classes, classMap, count, room)
  local width = #classMap / count
  local credits, accepted = 0, 0
  for i = 0, count - 1 do
    local number = 1
    if width == 1 then
      number = string.byte(classMap, i + 1)
    elseif width == 2 then
      number = string.byte(classMap, 2 * i + 1) * 256 + string.byte(classMap, 2 * i + 2)
    end
    if number ~= 0 then
      local price = classes[number][3]
      if credits + price > room then
        return i, accepted, credits
      end
      credits = credits + price
      accepted = accepted + 1
    end
  end
  return count, accepted, credits
end

local openRecords

local function hold(recordKey, id, deadline, terms)
  local r = { key = recordKey, id = id, fields = {}, sends = {}, dirty = {}, changed = true, dueChanged = true }
  r.head = { now, deadline, terms, 0, 0, 0, 0, deadline, 0 }
  r.fields.h = true
  records[recordKey] = r
  return r
end

local function held(r, count, credits)
  r.head[HELD_COUNT] = r.head[HELD_COUNT] + count
  r.head[HELD] = r.head[HELD] + credits
end

local function putClassMap(r, classMap, width, count)
  for from = 0, count - 1, CHUNK do
    put(r, 'c' .. math.floor(from / CHUNK), string.sub(classMap, from * width + 1, (from + CHUNK) * width))
  end
end

local function reserve(keys, args, i)
  local recordKey, id, leaf = keys[tonumber(args[i])], args[i + 1], args[i + 2]
  local partial, deadline, terms = args[i + 3] == '1', args[i + 4], args[i + 5]
  local count, accepted, total = tonumber(args[i + 6]), tonumber(args[i + 7]), tonumber(args[i + 8])
  local classes, label, classMap, body = args[i + 9], args[i + 10], args[i + 11], args[i + 12]
  local onceKey, once, fingerprint = keys[tonumber(args[i + 13])], args[i + 14], args[i + 15]

  local before = repeated(onceKey, once, fingerprint)
  if before then
    return before
  end
  local path, way = pathOf(leaf)
  if not path then
    return way
  end
  local room, refusal = roomFor(path, total, partial)
  local upTo, credits = count, total
  if refusal then
    upTo, accepted, credits = partOf(parseClasses(classes), classMap, count, room)
    if not partial or accepted == 0 then
      return refusal
    end
  end

  local payer = along(path, -credits, credits, 0, credits)
  local depth, width, creditsText = #path - 1, #classMap / count, fmt(credits)
  local r = hold(recordKey, id, tonumber(deadline), terms)
  held(r, accepted, credits)
  put(r, 'd', table.concat({ depth, upTo, accepted, width, leaf, classes, label }, SEP))
  if width > 0 then
    putClassMap(r, classMap, width, count)
  end
  entry(
    table.concat({
      'R', depth, path[#path], upTo, accepted, creditsText, fmt(payer[AVAILABLE]), id, '0', leaf, deadline, terms,
      count, args[i + 8], classes, label, once, fingerprint,
    }, SEP), body)
  local reply = table.concat({ 'R', id, '0', upTo, accepted, creditsText, counters(payer) }, SEP)
  remember(onceKey, fingerprint, reply, args[i + 6], args[i + 8], classes, label, classMap)
  return reply
end

-- The record that the singles after it share; a call may come back to one.
local shared, sharedSlots, sharedNumbers

local function into(keys, args, i)
  local id = args[i + 1]
  shared = openRecords[id]
  if not shared then
    shared = {
      key = keys[tonumber(args[i])], id = id, deadline = tonumber(args[i + 2]), terms = args[i + 3],
      slots = {}, numbers = {},
    }
    openRecords[id] = shared
  end
  sharedSlots, sharedNumbers = shared.slots, shared.numbers
end

-- The number of a description in the shared record; a new one is added to it.
local function describe(description)
  local number = sharedNumbers[description]
  if not number then
    number = string.char(#sharedNumbers + 1)
    sharedNumbers[#sharedNumbers + 1] = description
    sharedNumbers[description] = number
  end
  return number
end

local function holdSingle(args, i, onceKey, once, fingerprint)
  local leaf, total = args[i], tonumber(args[i + 1])
  local slot = #sharedSlots + 1
  sharedSlots[slot] = '\0'
  local before = onceKey and repeated(onceKey, once, fingerprint)
  if before then
    return before
  end
  local path, way = pathOf(leaf)
  if not path then
    return way
  end
  local _, refusal = roomFor(path, total, false)
  if refusal then
    return refusal
  end

  local payer = along(path, -total, total, 0, total)
  local depth, available = #path - 1, fmt(payer[AVAILABLE])
  sharedSlots[slot] = describe(text(depth) .. args[i + 2])
  local r = shared.record
  if not r then
    r = hold(shared.key, shared.id, shared.deadline, shared.terms)
    shared.record = r
  end
  held(r, 1, total)
  local n = #entries
  entries[n + 1] = 'R\31' .. text(depth) .. SEP .. path[depth + 1] .. '\0311\0311\31' .. args[i + 1] .. SEP .. available .. args[i + 3]
  entries[n + 2] = args[i + 4]
  local reply = 'R' .. SEP .. shared.id .. SEP .. text(slot - 1) .. '\0311\0311\31' .. args[i + 1] .. SEP .. available .. SEP
    .. fmt(payer[RESERVED]) .. SEP .. fmt(payer[CONFIRMED])
  if onceKey then
    local _, _, classes, label = string.find(args[i + 2], '^\0311\0311\0310\31[^\31]*\31([^\31]*)\31(.*)$')
    remember(onceKey, fingerprint, reply, '1', args[i + 1], classes, label, '')
  end
  return reply
end

local function single(_, args, i)
  return holdSingle(args, i)
end

local function keyed(keys, args, i)
  return holdSingle(args, i, keys[tonumber(args[i + 5])], args[i + 6], args[i + 7])
end

local function closeShared()
  for _, open in pairs(openRecords) do
    if open.record then
      put(open.record, 'd', table.concat(open.numbers, '\30'))
      put(open.record, 'm', table.concat(open.slots))
    end
  end
end
