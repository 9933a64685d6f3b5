-- tree.lua: the nodes of the credit tree within one call, read once and written once.
--
-- KEYS[1] state: hash; field "seq" is the last block's number, "epoch", "n<caller>" and "r<caller>" are journal.lua's,
-- and every other field is a node:
--   msgpack [parent, funding, limit, windowKind, windowStart, windowEnd, creditLimit, status,
--            available, reserved, confirmed, spent, nextExpiry, children, topUpBelow, topUp]
-- Numbers are integers within 2^53-1, where doubles are exact: they are added, subtracted and compared, no more.

local SEP = '\31'
local MAX = 9007199254740991
local UNLIMITED = -1

local PARENT, FUNDING, LIMIT, WINDOW_KIND, WINDOW_START, WINDOW_END = 1, 2, 3, 4, 5, 6
local CREDIT_LIMIT, STATUS, AVAILABLE, RESERVED, CONFIRMED, SPENT = 7, 8, 9, 10, 11, 12
local NEXT_EXPIRY, CHILDREN, TOP_UP_BELOW, TOP_UP = 13, 14, 15, 16

local PAYS = { o = true, a = true }
local OF_LIST = { f = true, c = true, a = true }

-- What one call has read and will write; begin() empties it.
local stateKey, now, seq, nodes, dirtyNodes, paths, waysUp
-- When the sweeper is to look at an account or record, false for never again (charge.lua).
local dueChanges

-- Sets many fields at once, in steps that Lua's stack can take.
local FIELDS_PER_HSET_MAX = 6000
local function hset(key, fields)
  for from = 1, #fields, FIELDS_PER_HSET_MAX do
    redis.call('HSET', key, unpack(fields, from, math.min(from + FIELDS_PER_HSET_MAX - 1, #fields)))
  end
end

-- Small numbers as text: Lua writes numbers by way of floating point, which is the dearest thing on the hot path.
local texts = {}
local function text(number)
  local written = texts[number]
  if not written then
    written = string.format('%d', number)
    texts[number] = number < 256 and written or nil
  end
  return written
end

local function fmt(number)
  return string.format('%d', number)
end

local function node(id)
  local found = nodes[id]
  if found == nil then
    local packed = redis.call('HGET', stateKey, id)
    found = packed and cmsgpack.unpack(packed) or false
    nodes[id] = found
  end
  return found
end

local function touch(id, changed)
  paths = {}
  nodes[id] = changed
  dirtyNodes[id] = changed
  if changed[TOP_UP] ~= 0 and changed[AVAILABLE] < changed[TOP_UP_BELOW] then
    dueChanges[id] = now
  end
end

local function refused(reason, id, required, available)
  return 'X' .. SEP .. reason .. SEP .. id .. SEP .. fmt(required or 0) .. SEP .. fmt(available or 0)
end

local function counters(n)
  return fmt(n[AVAILABLE]) .. SEP .. fmt(n[RESERVED]) .. SEP .. fmt(n[CONFIRMED])
end

local function done(id, n)
  return 'D' .. SEP .. id .. SEP .. counters(n)
end

-- The ids from a leaf up to its payer, or the refusal of what stands in the way of any send.
-- It walks to the root, because a suspended account stops all below it. The first account that holds credits itself is
-- where they expire.
local function walk(leaf)
  local n = node(leaf)
  if not n then
    return nil, refused('UNKNOWN_NODE', leaf)
  end
  local path, id, paid, held = {}, leaf, false, false
  while true do
    if n[STATUS] == 's' then
      return nil, refused('SUSPENDED', id)
    elseif n[STATUS] == 'x' then
      return nil, refused('UNKNOWN_NODE', leaf)
    end
    if not held and n[FUNDING] == 'o' then
      held = true
      if n[NEXT_EXPIRY] ~= 0 and n[NEXT_EXPIRY] <= now then
        return nil, refused('EXPIRY_DUE', id)
      end
    end
    if not paid then
      path[#path + 1] = id
      paid = PAYS[n[FUNDING]]
    end
    id = n[PARENT]
    if id == '' then
      return path
    end
    n = node(id)
  end
end

-- The same, walked once for all sends of a leaf in this call; what opens, closes or suspends a node forgets it.
local function pathOf(leaf)
  local path = paths[leaf]
  if path then
    return path
  end
  local way
  path, way = walk(leaf)
  paths[leaf] = path
  return path, way
end

-- The ids of a path that was walked when the send was reserved.
local function pathUp(leaf, depth)
  local path, id = { leaf }, leaf
  for step = 1, depth do
    id = node(id)[PARENT]
    path[step + 1] = id
  end
  node(id)
  return path
end

-- The same for a send of a record, once for all that are described alike.
local function wayUp(send)
  local way = waysUp[send]
  if not way then
    way = pathUp(send.leaf, send.depth)
    waysUp[send] = way
  end
  return way
end

-- The tightest room along a path, and who refuses where that is less than what is required.
local function roomFor(path, required, partial)
  local tightest, refusal = MAX, nil
  for i = 1, #path do
    local id = path[i]
    local n = nodes[id]
    if n[LIMIT] ~= UNLIMITED then
      if now >= n[WINDOW_END] then
        return 0, refused('WINDOW_ENDED', id), true
      end
      local room = n[LIMIT] - n[SPENT]
      if room < required and room < tightest then
        tightest = room
        refusal = refused(OF_LIST[n[FUNDING]] and 'CAP_EXCEEDED' or 'QUOTA_EXCEEDED', id, required, room)
      end
    end
    if n[RESERVED] + n[CONFIRMED] + required > MAX then
      return 0, refused('TOO_MANY_CREDITS', id, required, 0)
    end
    if PAYS[n[FUNDING]] then
      local room = n[AVAILABLE] + n[CREDIT_LIMIT]
      if room < required and room < tightest then
        tightest = room
        refusal = refused('INSUFFICIENT_CREDITS', id, required, room)
      end
    end
    if refusal and not partial then
      return 0, refusal
    end
  end
  return tightest, refusal
end

-- Adds to the counters of every node of a path; available changes on the payer alone. Credits that were reserved
-- before a node's window began were not spent in it.
local function along(path, available, reserved, confirmed, spent, reservedAt)
  local last = #path
  for i = 1, last do
    local n = nodes[path[i]]
    n[RESERVED] = n[RESERVED] + reserved
    n[CONFIRMED] = n[CONFIRMED] + confirmed
    if not reservedAt or reservedAt >= n[WINDOW_START] then
      n[SPENT] = n[SPENT] + spent
    end
    if i == last then
      n[AVAILABLE] = n[AVAILABLE] + available
      if n[TOP_UP] ~= 0 and n[AVAILABLE] < n[TOP_UP_BELOW] then
        dueChanges[path[i]] = now
      end
    end
    dirtyNodes[path[i]] = n
  end
  return nodes[path[last]]
end
