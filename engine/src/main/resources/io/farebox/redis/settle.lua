-- settle.lua: ends the hold of one message by what its report says, of a reservation by what its caller says, and of a
-- scheduled send by its cancellation; the first final state wins.
--
-- settle args: recordKey record delivered reason messages
--   delivered is 1 where the reports say so, 0 where the messages failed
--   messages: of one record, in order; each has its slot in two bytes and its index in three
-- conclude args: recordKey record slot credits onceKey once fingerprint
--   credits: what is charged of a reservation, -1 for all of it; the rest is given back
-- replies of settle: Z, then for each message: settlement and credits | U and cause | W and the node whose window ended
-- replies of conclude: S settlement credits | U cause | Y ... | X reason node required available

local CONFIRM, RELEASE, RECHARGE = 1, 2, 3
local LETTER = { 'c', 'r', 'x' }
local DIGITS = '0123456789abcdefghjkmnpqrstvwxyz'

-- A slot as the ids of sends write it: two digits to the base of 32.
local function slotOf32(slot)
  local high, low = math.floor(slot / 32) + 1, slot % 32 + 1
  return string.sub(DIGITS, high, high) .. string.sub(DIGITS, low, low)
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

local function chargeRun(r, path, credits, count, to)
  local head = r.head
  if to == RECHARGE then
    head[RELEASED_SUM] = head[RELEASED_SUM] - credits
    head[CONFIRMED_SUM] = head[CONFIRMED_SUM] + credits
    return along(path, -credits, 0, credits, credits)
  end
  head[HELD_COUNT] = head[HELD_COUNT] - count
  head[HELD] = head[HELD] - credits
  if to == CONFIRM then
    head[CONFIRMED_SUM] = head[CONFIRMED_SUM] + credits
    return along(path, 0, -credits, credits, 0)
  end
  head[RELEASED_SUM] = head[RELEASED_SUM] + credits
  head[RELEASED_ANY] = 1
  return along(path, credits, -credits, 0, -credits, head[AT])
end

-- Settles a run of messages that cost the same and come to the same, as one change and one entry.
local function settleRun(r, run, reason)
  local send, class, to, path = run.send, run.class, run.to, run.path
  local payer = chargeRun(r, path, class[3] * run.count, run.count, to)
  r.changed = true
  if to ~= RECHARGE and r.head[HELD_COUNT] == 0 then
    settledAll(r)
  end
  entry(
    'Z' .. SEP .. LETTER[to] .. SEP .. r.id .. SEP .. send.leaf .. SEP .. text(send.depth) .. SEP .. path[#path] .. SEP
      .. class[4] .. SEP .. fmt(payer[AVAILABLE]) .. SEP .. reason .. SEP .. send.label,
    table.concat(run.messages))
end

-- What a report makes of a message that is in this state; or the reply where it makes nothing of it.
local function settlementOf(r, send, class, from, delivered)
  if from == CONFIRM or from == RECHARGE then
    return nil, 'Uc'
  end
  local path = send.path or pathUp(send.leaf, send.depth)
  send.path = path
  if from == 0 then
    return delivered and CONFIRM or RELEASE, path
  end
  if not delivered or string.sub(r.head[TERMS], 2, 2) ~= 'c' or not stillPaid(path) then
    return nil, 'Ur'
  end
  local _, refusal, windowEnded = roomFor(path, class[3], false)
  if refusal then
    return nil, windowEnded and 'W' .. string.match(refusal, '^X\31[^\31]*\31([^\31]*)') or 'Ur'
  end
  return RECHARGE, path
end

-- The chunks that messages are in, as the fields of a record.
local function chunksOf(messages)
  local fields, seen = {}, {}
  for at = 1, #messages, 5 do
    local a, b, c, d, e = string.byte(messages, at, at + 4)
    local chunk = math.floor((a * 256 + b + (c * 256 + d) * 256 + e) / CHUNK)
    if not seen[chunk] then
      seen[chunk] = true
      fields[#fields + 1] = 's' .. chunk
      fields[#fields + 1] = 'c' .. chunk
    end
  end
  return fields
end

local function settle(keys, args, i)
  local delivered, reason, messages = args[i + 2] == '1', args[i + 3], args[i + 4]
  local r = record(keys[tonumber(args[i])], args[i + 1], 'h', 'd', 'm', unpack(chunksOf(messages)))
  local known = r.head and not r.forgotten
  local replies, run = { 'Z' }, nil
  for at = 1, #messages, 5 do
    local a, b, c, d, e = string.byte(messages, at, at + 4)
    local slot, index = a * 256 + b, (c * 256 + d) * 256 + e
    local position = slot + index
    local send = known and sendOf(r, slot)
    local class = send and classOf(r, send, position, index)
    local to, path = nil, 'Uu'
    if class then
      local from = statusAt(r, position)
      if from == RELEASE and run then
        -- Whether a late delivery can be charged depends on what was charged before it.
        settleRun(r, run, reason)
        run = nil
      end
      to, path = settlementOf(r, send, class, from, delivered)
      if to then
        setStatus(r, position, from, to)
        if run and (run.send ~= send or run.class ~= class or run.to ~= to or to == RECHARGE) then
          settleRun(r, run, reason)
          run = nil
        end
        run = run or { send = send, class = class, to = to, path = path, count = 0, messages = {} }
        run.count = run.count + 1
        run.messages[run.count] = string.sub(messages, at, at + 4)
      end
    end
    replies[#replies + 1] = to and LETTER[to] .. class[5] or path
  end
  if run then
    settleRun(r, run, reason)
  end
  return table.concat(replies, SEP)
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
