-- sweep.lua: does what is due on a record: lapses what no report has settled, or forgets what was settled long ago; and
-- cancels a scheduled send.
--
-- sweep args: recordKey record
-- cancel args: recordKey record slot
-- replies: D record 0 0 0 | S r credits | U cause | X reason node required available

local function readWhole(r)
  local all = redis.call('HGETALL', r.key)
  for i = 1, #all, 2 do
    if r.fields[all[i]] == nil then
      r.fields[all[i]] = all[i + 1]
    end
  end
end

local function slotsOf(r)
  local slots = { 0 }
  for slot = 1, #(r.fields.m or '') - 1 do
    slots[slot + 1] = slot
  end
  return slots
end

-- Marks what is still held of the messages from one place to another within a chunk; prices has those of the classes
-- that are meant. The pace of it is how long everybody waits for the lapse of a burst.
local function markChunk(r, chunk, from, upTo, send, to, prices)
  local bytes, width, map = bytesOf(r, chunk), send.width, r.fields[classField(chunk)]
  local byteOf, count, credits, price = string.byte, 0, 0, prices[1]
  extended(bytes, math.floor(upTo / 4) + 1)
  for within = from, upTo do
    if width == 1 then
      price = prices[byteOf(map, within + 1)]
    elseif width == 2 then
      price = prices[byteOf(map, 2 * within + 1) * 256 + byteOf(map, 2 * within + 2)]
    end
    if price then
      local rest = within % 4
      local at, power = (within - rest) / 4 + 1, POWER[rest]
      local byte = bytes[at]
      if byte % (4 * power) < power then
        bytes[at] = byte + to * power
        count = count + 1
        credits = credits + price
      end
    end
  end
  if count > 0 then
    r.dirtyBytes[chunk] = bytes
  end
  return count, credits
end

-- Marks what a send still holds, by a clause where one is given, and says how many messages that were and what they cost.
local function markLapsed(r, slot, send, to, clause)
  local count, credits, prices = 0, 0, {}
  for number, class in ipairs(send.classes) do
    prices[number] = (not clause or clauseOf(r, class[1]) == clause) and class[3]
  end
  local from, last = slot, slot + send.upTo - 1
  while from <= last do
    local within = from % CHUNK
    local upTo = math.min(last - from + within, CHUNK - 1)
    local marked, cost = markChunk(r, (from - within) / CHUNK, within, upTo, send, to, prices)
    count, credits, from = count + marked, credits + cost, from + upTo - within + 1
  end
  return count, credits
end

-- Gives back, or charges, what a send still holds; returns how many messages that were, what they cost, and its payer.
local function settleRest(r, slot, send, confirms, clause)
  local count, credits = markLapsed(r, slot, send, confirms and CONFIRM or RELEASE, clause)
  if count == 0 then
    return 0
  end
  local path = pathUp(send.leaf, send.depth)
  local payer
  if confirms then
    payer = along(path, 0, -credits, credits, 0)
    r.head[CONFIRMED_SUM] = r.head[CONFIRMED_SUM] + credits
  else
    payer = along(path, credits, -credits, 0, -credits, r.head[AT])
    r.head[RELEASED_SUM] = r.head[RELEASED_SUM] + credits
    r.head[RELEASED_ANY] = 1
  end
  r.head[HELD] = r.head[HELD] - credits
  r.head[HELD_COUNT] = r.head[HELD_COUNT] - count
  return count, credits, path[#path], payer
end

local function scheduledAt(r)
  return tonumber(string.match(r.head[TERMS], '@(%d+)')) or 0
end

local function lapse(r, slot, send, clause)
  local count, credits, id, payer = settleRest(r, slot, send, clause[2], clause)
  if count > 0 then
    entry(table.concat({
      'L', r.id, slot, send.leaf, send.depth, id, fmt(clause[1]) .. clause[6], fmt(math.max(r.head[AT], scheduledAt(r))),
      count, fmt(credits), fmt(payer[AVAILABLE]), send.label,
    }, SEP))
  end
end

-- What the clauses that are due have left is held until the next deadline.
local function putOff(r)
  local nextDeadline
  for _, clause in ipairs(clausesOf(r)) do
    if clause[1] > now and (not nextDeadline or clause[1] < nextDeadline) then
      nextDeadline = clause[1]
    end
  end
  dueAt(r, nextDeadline)
  entry('D' .. SEP .. r.id .. SEP .. fmt(nextDeadline))
end

local function hasHeld(r, slot, send)
  for index = 0, send.upTo - 1 do
    if statusAt(r, slot + index) == 0 and classOf(r, send, slot + index, index) then
      return true
    end
  end
  return false
end

-- A scheduled send is given back whole, or what no report has settled of it.
local function cancel(keys, args, i)
  local slot = tonumber(args[i + 2])
  local r = record(keys[tonumber(args[i])], args[i + 1], { 'h', 'd', 'm' })
  if not r.head or r.forgotten then
    return 'U' .. SEP .. 'u'
  end
  readWhole(r)
  local send = sendOf(r, slot)
  if not send then
    return 'U' .. SEP .. 'u'
  end
  if not hasHeld(r, slot, send) then
    return 'U' .. SEP .. 'r'
  end
  if now >= scheduledAt(r) then
    return refused('NOT_CANCELLABLE', 's' .. r.id .. slotOf32(slot))
  end
  local count, credits, id, payer = settleRest(r, slot, send, false, nil)
  r.changed = true
  if r.head[HELD_COUNT] == 0 then
    settledAll(r)
  end
  entry(table.concat({
    'K', r.id, args[i + 2], send.leaf, text(send.depth), id, count, fmt(credits), fmt(payer[AVAILABLE]), send.label,
  }, SEP))
  return 'S' .. SEP .. 'r' .. SEP .. fmt(credits)
end

local function sweep(keys, args, i)
  local r = record(keys[tonumber(args[i])], args[i + 1], { 'h' })
  if not r.head or r.forgotten or now < r.head[DUE] then
    return 'U' .. SEP .. 'n'
  end
  if r.head[HELD_COUNT] == 0 then
    r.forgotten = true
    entry('F' .. SEP .. r.id)
  else
    readWhole(r)
    for _, slot in ipairs(slotsOf(r)) do
      local send = sendOf(r, slot)
      for _, clause in ipairs(send and clausesOf(r) or {}) do
        if clause[1] <= now then
          lapse(r, slot, send, clause)
        end
      end
    end
    r.changed = true
    if r.head[HELD_COUNT] == 0 then
      settledAll(r)
    else
      putOff(r)
    end
  end
  return 'D' .. SEP .. r.id .. SEP .. '0' .. SEP .. '0' .. SEP .. '0'
end
