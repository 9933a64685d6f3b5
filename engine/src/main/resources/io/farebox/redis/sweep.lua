-- sweep.lua: does what is due on a record: lapses what no report has settled, or forgets what was settled long ago.
--
-- args: recordKey record
-- replies: D record 0 0 0 | U n

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

-- Marks what a send still holds, and says how many messages that were and what they cost.
local function markLapsed(r, slot, send, to)
  local count, credits = 0, 0
  for index = 0, send.upTo - 1 do
    local class = classOf(r, send, slot + index, index)
    if class and statusAt(r, slot + index) == 0 then
      setStatus(r, slot + index, 0, to)
      count = count + 1
      credits = credits + class[3]
    end
  end
  return count, credits
end

local function lapse(r, slot, send, confirms)
  local count, credits = markLapsed(r, slot, send, confirms and CONFIRM or RELEASE)
  if count == 0 then
    return
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
  entry(table.concat({
    'L', r.id, slot, send.leaf, send.depth, path[#path], confirms and 'c' or 'r', count, fmt(credits),
    fmt(payer[AVAILABLE]), send.label,
  }, SEP))
end

local function sweep(keys, args, i)
  local r = record(keys[tonumber(args[i])], args[i + 1], 'h')
  if not r.head or r.forgotten or now < r.head[DUE] then
    return 'U' .. SEP .. 'n'
  end
  if r.head[HELD_COUNT] == 0 then
    r.forgotten = true
    entry('F' .. SEP .. r.id)
  else
    readWhole(r)
    local confirms = string.sub(r.head[TERMS], 1, 1) == 'c'
    for _, slot in ipairs(slotsOf(r)) do
      local send = sendOf(r, slot)
      if send then
        lapse(r, slot, send, confirms)
      end
    end
    r.changed = true
    settledAll(r)
  end
  return 'D' .. SEP .. r.id .. SEP .. '0' .. SEP .. '0' .. SEP .. '0'
end
