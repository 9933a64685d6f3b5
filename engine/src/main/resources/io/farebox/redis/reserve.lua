-- reserve.lua: holds the credits of a send on every node from its leaf to its payer, or on none.
--
-- reserve args: recordKey record leaf partial deadline terms count accepted total classes label classMap body
--       onceKey once fingerprint
--   recordKey and onceKey are places in KEYS, onceKey 0 where there is none; classMap is empty where every recipient
--   is of class 1; accepted is how many recipients rating did not refuse; body goes to the journal as it is
-- into args: recordKey record deadline terms
--   opens a record that the singles after it share, in slots from 0
-- alike args: leaf total count description tail bodies
--   holds as many as fit, one after the other, of sends of one message that differ in nothing but their manifests
--   total: what each of them costs; bodies: their manifests, each with its length in four bytes before it
-- keyed args: leaf total description tail body onceKey once fingerprint
--   description: the record's text of the send without its depth; tail: the journal's, from the record's id on
-- replies: R record slot upTo count credits available reserved confirmed | Y ... | X reason node required available
-- replies of alike: B record slot held available reserved confirmed, then, if not all are held, what X has

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
  local r = newRecord(recordKey, id, { h = true, d = nil, m = nil })
  r.changed, r.dueChanged = true, true
  r.head = { now, deadline, terms, 0, 0, 0, 0, deadline, 0 }
  if string.find(terms, ';', 1, true) then
    for _, clause in ipairs(clausesOf(r)) do
      r.head[DUE] = math.min(r.head[DUE], clause[1])
    end
  end
  records[recordKey] = r
  return r
end

local function held(r, count, credits)
  r.head[HELD_COUNT] = r.head[HELD_COUNT] + count
  r.head[HELD] = r.head[HELD] + credits
end

local function putClassMap(r, classMap, width, count)
  for from = 0, count - 1, CHUNK do
    put(r, classField(from / CHUNK), string.sub(classMap, from * width + 1, (from + CHUNK) * width))
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
local shared

local function into(keys, args, i)
  local id = args[i + 1]
  shared = openRecords[id]
  if not shared then
    shared = {
      key = keys[tonumber(args[i])], id = id, deadline = tonumber(args[i + 2]), terms = args[i + 3],
      taken = 0, slots = {}, numbers = {},
    }
    openRecords[id] = shared
  end
end

-- The number of a description in the shared record; a new one is added to it.
local function describe(description)
  local numbers = shared.numbers
  local number = numbers[description]
  if not number then
    number = string.char(#numbers + 1)
    numbers[#numbers + 1] = description
    numbers[description] = number
  end
  return number
end

-- The next slots of the shared record: the first held ones of a description, then those that stay empty.
local function fill(count, held, description)
  local slots = shared.slots
  if held > 0 then
    slots[#slots + 1] = string.rep(describe(description), held)
  end
  if count > held then
    slots[#slots + 1] = string.rep('\0', count - held)
  end
  shared.taken = shared.taken + count
end

local function holdShared(count, credits)
  local r = shared.record
  if not r then
    r = hold(shared.key, shared.id, shared.deadline, shared.terms)
    shared.record = r
  end
  held(r, count, credits)
end

-- Holds as many sends of one cost as fit, one after the other: how many they are, and what refused the next one.
local function holdInTurn(path, total, count)
  local _, refusal = roomFor(path, total * count, false)
  if not refusal then
    along(path, -total * count, total * count, 0, total * count)
    return count
  end
  for number = 1, count do
    _, refusal = roomFor(path, total, false)
    if refusal then
      return number - 1, refusal
    end
    along(path, -total, total, 0, total)
  end
  return count
end

-- The first so many of byte strings that each have their length in four bytes before them.
local function firstOf(bodies, count)
  local at = 1
  for _ = 1, count do
    local a, b, c, d = string.byte(bodies, at, at + 3)
    at = at + 4 + ((a * 256 + b) * 256 + c) * 256 + d
  end
  return string.sub(bodies, 1, at - 1)
end

local function alike(_, args, i)
  local leaf, total, count = args[i], tonumber(args[i + 1]), tonumber(args[i + 2])
  local reply = 'B' .. SEP .. shared.id .. SEP .. text(shared.taken) .. SEP
  local path, refusal = pathOf(leaf)
  local fit = 0
  if path then
    fit, refusal = holdInTurn(path, total, count)
  end
  if fit == 0 then
    fill(count, 0)
    return reply .. '0\0310\0310\0310' .. string.sub(refusal, 2)
  end

  local depth, payer = #path - 1, nodes[path[#path]]
  fill(count, fit, text(depth) .. args[i + 3])
  holdShared(fit, total * fit)
  entry(
    table.concat({ 'B', text(depth), path[depth + 1], text(fit), fmt(payer[AVAILABLE]) }, SEP) .. args[i + 4],
    fit == count and args[i + 5] or firstOf(args[i + 5], fit))
  return reply .. text(fit) .. SEP .. counters(payer) .. (refusal and string.sub(refusal, 2) or '')
end

local function keyed(keys, args, i)
  local leaf, total, slot = args[i], tonumber(args[i + 1]), shared.taken
  local onceKey, once, fingerprint = keys[tonumber(args[i + 5])], args[i + 6], args[i + 7]
  local before = repeated(onceKey, once, fingerprint)
  if before then
    fill(1, 0)
    return before
  end
  local path, refusal = pathOf(leaf)
  local fit = 0
  if path then
    fit, refusal = holdInTurn(path, total, 1)
  end
  if fit == 0 then
    fill(1, 0)
    return refusal
  end

  local depth, payer = #path - 1, nodes[path[#path]]
  local available = fmt(payer[AVAILABLE])
  fill(1, 1, text(depth) .. args[i + 2])
  holdShared(1, total)
  entry(
    table.concat({ 'R', text(depth), path[depth + 1], '1', '1', args[i + 1], available }, SEP) .. args[i + 3],
    args[i + 4])
  local reply = table.concat({ 'R', shared.id, text(slot), '1', '1', args[i + 1], counters(payer) }, SEP)
  local _, _, classes, label = string.find(args[i + 2], '^\0311\0311\0310\31[^\31]*\31([^\31]*)\31(.*)$')
  remember(onceKey, fingerprint, reply, '1', args[i + 1], classes, label, '')
  return reply
end

local function closeShared()
  for _, open in pairs(openRecords) do
    if open.record then
      put(open.record, 'd', table.concat(open.numbers, '\30'))
      put(open.record, 'm', table.concat(open.slots))
    end
  end
end
