-- settle.lua: ends the hold of one message by what its report says, of a reservation by what its caller says, and of a
-- scheduled send by its cancellation; the first final state wins.
--
-- settle args: recordKey record slot index delivered reason
--   delivered is 1 where the report says so, 0 where the message failed
-- conclude args: recordKey record slot credits onceKey once fingerprint
--   credits: what is charged of a reservation, -1 for all of it; the rest is given back
-- replies: S settlement credits | U cause | X reason node required available

local CONFIRM, RELEASE, RECHARGE = 1, 2, 3
local LETTER = { 'c', 'r', 'x' }
local DIGITS = '0123456789abcdefghjkmnpqrstvwxyz'

-- A slot as the ids of sends write it: two digits to the base of 32.
local function slotOf32(slot)
  local high, low = math.floor(slot / 32) + 1, slot % 32 + 1
  return string.sub(DIGITS, high, high) .. string.sub(DIGITS, low, low)
end

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

-- Whether the last node of a path that was walked before still pays, and no other one on it does.
local function stillPaid(path)
  for i = 1, #path do
    if (PAYS[node(path[i])[FUNDING]] or false) ~= (i == #path) then
      return false
    end
  end
  return true
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
  if not delivered or string.sub(r.head[TERMS], 2, 2) ~= 'c' or not stillPaid(path) then
    return 'U' .. SEP .. 'r'
  end
  local _, refusal, windowEnded = roomFor(path, class[3], false)
  if refusal then
    return windowEnded and refusal or 'U' .. SEP .. 'r'
  end
  return settleMessage(r, position, args[i + 2], args[i + 3], send, path, class, from, RECHARGE, args[i + 5])
end

local function concluded(confirmed, released)
  if confirmed > 0 or released == 0 then
    return 'S' .. SEP .. 'c' .. SEP .. fmt(confirmed)
  end
  return 'S' .. SEP .. 'r' .. SEP .. fmt(released)
end

-- A message of a send has segments; its sender cannot conclude it before its carrier reports.
local function conclude(keys, args, i)
  local slotText, slot, credits = args[i + 2], tonumber(args[i + 2]), tonumber(args[i + 3])
  local onceKey, once, fingerprint = keys[tonumber(args[i + 4])], args[i + 5], args[i + 6]
  local before = repeated(onceKey, once, fingerprint)
  if before then
    return before
  end
  local chunk = math.floor(slot / CHUNK)
  local r = record(keys[tonumber(args[i])], args[i + 1], 'h', 'd', 'm', 's' .. chunk, 'c' .. chunk)
  local send = r.head and not r.forgotten and sendOf(r, slot)
  if not send or send.classes[1][2] ~= '0' then
    return 'U' .. SEP .. 'u'
  end
  local status = statusAt(r, slot)
  if status ~= 0 then
    return 'U' .. SEP .. (status == RELEASE and 'r' or 'c')
  end
  local held = send.classes[1][3]
  local confirmed = credits == -1 and held or credits
  if confirmed > held then
    return refused('EXCEEDS_RESERVATION', 's' .. r.id .. slotOf32(slot), confirmed, held)
  end
  local released, head, path = held - confirmed, r.head, pathUp(send.leaf, send.depth)
  along(path, 0, -confirmed, confirmed, 0)
  local payer = along(path, released, -released, 0, -released, head[AT])
  head[HELD_COUNT], head[HELD] = head[HELD_COUNT] - 1, head[HELD] - held
  head[CONFIRMED_SUM], head[RELEASED_SUM] = head[CONFIRMED_SUM] + confirmed, head[RELEASED_SUM] + released
  local to = (confirmed > 0 or released == 0) and CONFIRM or RELEASE
  if to == RELEASE then
    head[RELEASED_ANY] = 1
  end
  setStatus(r, slot, 0, to)
  r.changed = true
  if head[HELD_COUNT] == 0 then
    settledAll(r)
  end
  entry(table.concat({
    'C', r.id, slotText, send.leaf, text(send.depth), path[#path], fmt(confirmed), fmt(released), fmt(payer[AVAILABLE]),
    send.label, once, fingerprint,
  }, SEP))
  local reply = concluded(confirmed, released)
  remember(onceKey, fingerprint, reply)
  return reply
end
