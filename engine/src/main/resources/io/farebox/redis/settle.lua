-- settle.lua: ends the hold of one message by what its report says; the first final state wins.
--
-- args: recordKey record slot index delivered reason
--   delivered is 1 where the report says so, 0 where the message failed
-- replies: S settlement credits | U cause | X reason node required available

local CONFIRM, RELEASE, RECHARGE = 1, 2, 3
local LETTER = { 'c', 'r', 'x' }

local function chargeMessage(r, send, path, class, to)
  local credits = class[3]
  local head = r.head
  if to == RECHARGE then
    head[RELEASED_SUM] = head[RELEASED_SUM] - credits
    head[CONFIRMED_SUM] = head[CONFIRMED_SUM] + credits
    return along(path, -credits, 0, credits, credits)
  end
  head[HELD_COUNT] = head[HELD_COUNT] - 1
  head[HELD] = head[HELD] - credits
  if to == CONFIRM then
    head[CONFIRMED_SUM] = head[CONFIRMED_SUM] + credits
    return along(path, 0, -credits, credits, 0)
  end
  head[RELEASED_SUM] = head[RELEASED_SUM] + credits
  head[RELEASED_ANY] = 1
  return along(path, credits, -credits, 0, -credits, head[AT])
end

local function settleMessage(r, position, slotText, indexText, send, path, class, from, to, reason)
  local payer = chargeMessage(r, send, path, class, to)
  setStatus(r, position, from, to)
  r.changed = true
  if to ~= RECHARGE and r.head[HELD_COUNT] == 0 then
    settledAll(r)
  end
  entry(
    'S' .. SEP .. LETTER[to] .. SEP .. r.id .. SEP .. slotText .. SEP .. indexText .. SEP .. send.leaf .. SEP .. text(send.depth)
      .. SEP .. path[#path] .. SEP .. class[4] .. SEP .. fmt(payer[AVAILABLE]) .. SEP .. reason .. SEP .. send.label)
  return 'S' .. SEP .. LETTER[to] .. SEP .. fmt(class[3])
end

local function settle(keys, args, i)
  local slot, index, delivered = tonumber(args[i + 2]), tonumber(args[i + 3]), args[i + 4] == '1'
  local position = slot + index
  local chunk = math.floor(position / CHUNK)
  local r = record(keys[tonumber(args[i])], args[i + 1], 'h', 'd', 'm', 's' .. chunk, 'c' .. chunk)
  local send = r.head and not r.forgotten and sendOf(r, slot)
  local class = send and classOf(r, send, position, index)
  if not class then
    return 'U' .. SEP .. 'u'
  end
  local from = statusAt(r, position)
  if from == CONFIRM or from == RECHARGE then
    return 'U' .. SEP .. 'c'
  end
  local path = pathUp(send.leaf, send.depth)
  if from == 0 then
    return settleMessage(r, position, args[i + 2], args[i + 3], send, path, class, from, delivered and CONFIRM or RELEASE, args[i + 5])
  end
  if not delivered or string.sub(r.head[TERMS], 2) ~= 'c' then
    return 'U' .. SEP .. 'r'
  end
  local _, refusal, windowEnded = roomFor(path, class[3], false)
  if refusal then
    return windowEnded and refusal or 'U' .. SEP .. 'r'
  end
  return settleMessage(r, position, args[i + 2], args[i + 3], send, path, class, from, RECHARGE, args[i + 5])
end
