-- settle.lua: ends the hold of one message by what its report says, of a reservation by what its caller says, and of a
-- scheduled send by its cancellation; the first final state wins.
--
-- settle args: recordKey record event reason authentic messages
--   event: d delivered, f failed, n never left, a accepted by the carrier, w underway, u unknown
--   authentic is 1 where a report is noted also if no such message is held any more
--   messages: of one record, in order; each has its slot in two bytes and its index in three
-- conclude args: recordKey record slot credits onceKey once fingerprint
--   credits: what is charged of a reservation, -1 for all of it; the rest is given back
-- replies of settle: Z, then for each message: settlement and credits | U and cause | W and the node whose window ended
-- replies of conclude: S settlement credits | U cause | Y ... | X reason node required available

local CONFIRM, RELEASE, RECHARGE = 1, 2, 3
local LETTER = { 'c', 'r', 'x' }
local FEE = 3
local ENDS = { d = true, f = true, n = true }
local DIGITS = '0123456789abcdefghjkmnpqrstvwxyz'

-- A slot as the ids of sends write it: two digits to the base of 32.
local function slotOf32(slot)
  local high, low = math.floor(slot / 32) + 1, slot % 32 + 1
  return string.sub(DIGITS, high, high) .. string.sub(DIGITS, low, low)
end

local settle
do -- a function of Lua has at most 200 local names
  -- Whether the last node of a path that was walked before still pays, and no other one on it does.
  local function stillPaid(path)
    for i = 1, #path do
      if (PAYS[node(path[i])[FUNDING]] or false) ~= (i == #path) then
        return false
      end
    end
    return true
  end

  local function chargeRun(r, path, credits, fee, count, to)
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
    if fee > 0 then
      along(path, 0, -fee, fee, 0)
      head[CONFIRMED_SUM] = head[CONFIRMED_SUM] + fee
    else
      head[RELEASED_ANY] = 1
    end
    head[RELEASED_SUM] = head[RELEASED_SUM] + credits - fee
    return along(path, credits - fee, fee - credits, 0, fee - credits, head[AT])
  end

  -- Settles a run of messages that cost the same and come to the same, as one change and one entry.
  local function settleRun(r, run, event, reason)
    local send, class, to, path = run.send, run.class, run.to, run.path
    local payer = chargeRun(r, path, class[3] * run.count, run.fee * run.count, run.count, to)
    r.changed = true
    if to ~= RECHARGE and r.head[HELD_COUNT] == 0 then
      settledAll(r)
    end
    entry(
      'Z' .. SEP .. LETTER[to] .. SEP .. event .. SEP .. r.id .. SEP .. send.leaf .. SEP .. text(send.depth) .. SEP
        .. path[#path] .. SEP .. class[4] .. SEP .. text(run.fee) .. SEP .. fmt(payer[AVAILABLE]) .. SEP .. run.clause[6]
        .. SEP .. reason .. SEP .. send.label,
      table.concat(run.messages))
  end

  -- Notes reports that changed nothing, as one entry.
  local function noteRun(id, run, event, reason)
    entry(table.concat({ 'I', event, run.cause, id, reason }, SEP), table.concat(run.messages))
  end

  local function isLateCharged(clause, path, class)
    if not clause[3] or not stillPaid(path) then
      return false
    end
    local _, refusal, windowEnded = roomFor(path, class[3], false)
    return not refusal, windowEnded and 'W' .. string.match(refusal, '^X\31[^\31]*\31([^\31]*)')
  end

  -- What a report makes of a message that is in this state; or why it makes nothing of it; or the reply where it is to be
  -- tried again.
  local function settlementOf(clause, path, class, from, event)
    local charges = event == 'd' or clause[4] and (event == 'f' or event == 'a')
    if not charges and not ENDS[event] then
      return nil, 'w'
    elseif from == CONFIRM then
      return nil, 'c'
    elseif from == 0 then
      return charges and CONFIRM or RELEASE
    elseif from == FEE or not charges then
      return nil, 'r'
    end
    local charged, again = isLateCharged(clause, path, class)
    if charged then
      return RECHARGE
    end
    return nil, 'r', again
  end

  -- What of a record the messages are decided by.
  local function fieldsOf(messages)
    local fields, seen, last = { 'h', 'd', 'm', nil, nil }, {}, nil
    for at = 1, #messages, 5 do
      local a, b, c, d, e = string.byte(messages, at, at + 4)
      local chunk = math.floor((a * 256 + b + (c * 256 + d) * 256 + e) / CHUNK)
      if chunk ~= last and not seen[chunk] then
        seen[chunk] = true
        fields[#fields + 1] = statusField(chunk)
        fields[#fields + 1] = classField(chunk)
      end
      last = chunk
    end
    return fields
  end

  -- Carries runs out, each as one entry of the journal, in the order in which their first messages came.
  local function endRuns(r, id, runs, event, reason)
    for _, run in ipairs(runs) do
      if run.to then
        settleRun(r, run, event, reason)
      else
        noteRun(id, run, event, reason)
      end
    end
    return {}, {}
  end

  -- What becomes of each message of one report. Messages that cost the same and come to the same are one run, wherever they
  -- stand: no order among them was promised to anybody.
  function settle(keys, args, i)
    local id, event, reason, authentic, messages = args[i + 1], args[i + 2], args[i + 3], args[i + 4] == '1', args[i + 5]
    local r = record(keys[tonumber(args[i])], id, fieldsOf(messages))
    local known = r.head and not r.forgotten
    local replies, runs, runOf = { 'Z' }, {}, {}

    for at = 1, #messages, 5 do
      local a, b, c, d, e = string.byte(messages, at, at + 4)
      local slot, index = a * 256 + b, (c * 256 + d) * 256 + e
      local position = slot + index
      local send = known and sendOf(r, slot)
      local class = send and classOf(r, send, position, index)
      local to, cause, again, clause, path, from = nil, 'u', nil, nil, nil, nil
      if class then
        from = statusAt(r, position)
        if from == RELEASE then
          -- Whether a late delivery can be charged depends on what was charged before it.
          runs, runOf = endRuns(r, id, runs, event, reason)
        end
        path = wayUp(send)
        clause = clauseOf(r, class[1])
        to, cause, again = settlementOf(clause, path, class, from, event)
      end
      local fee = to == RELEASE and event == 'f' and math.min(clause[5], class[3]) or 0
      if to then
        setStatus(r, position, from, to == RECHARGE and CONFIRM or fee > 0 and FEE or to)
      end
      if not again and (to or class or authentic) then
        -- A class is of one send, and what is held of it all comes to the same by one report.
        local key = to and class or cause
        local run = runOf[key]
        if not run then
          run = {
            send = send, class = class, to = to, cause = cause, clause = clause, fee = fee, path = path,
            messages = {}, count = 0,
          }
          runOf[key] = run
          runs[#runs + 1] = run
        end
        run.count = run.count + 1
        run.messages[run.count] = string.sub(messages, at, at + 4)
        if to == RECHARGE then
          runs, runOf = endRuns(r, id, runs, event, reason)
        end
      end
      replies[#replies + 1] = again or to and LETTER[to] .. (fee > 0 and fmt(class[3] - fee) or class[5]) or 'U' .. cause
    end
    endRuns(r, id, runs, event, reason)
    return table.concat(replies, SEP)
  end
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
  local r = record(keys[tonumber(args[i])], args[i + 1], { 'h', 'd', 'm', statusField(chunk), classField(chunk) })
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
