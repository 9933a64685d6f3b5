-- pool.lua: what accounts hold their credits in, within one call: packages, and lists that some are assigned to.
--
-- KEYS[5] grants: hash; account id: msgpack [packages, lists]
--   packages: [grant, credits, expiresAt] each, earliest expiry first; lists: ids, in the order of assignment
-- KEYS[4] due: sorted set; account id by when the sweeper is to look at it (ms), beside the records (record.lua)
-- Nothing counts what was used of a package: what is available is what the last packages hold.

local LOTS, LISTS = 1, 2
local GRANT, CREDITS, EXPIRES_AT = 1, 2, 3
local LOOKED_AT_AGAIN_MS = 60000

local grantsKey, pools, dirtyPools

local function poolOf(account)
  local pool = pools[account]
  if not pool then
    local packed = redis.call('HGET', grantsKey, account)
    pool = packed and cmsgpack.unpack(packed) or { {}, {} }
    pools[account] = pool
  end
  return pool
end

local function sumOf(lots)
  local sum = 0
  for _, lot in ipairs(lots) do
    sum = sum + lot[CREDITS]
  end
  return sum
end

local function heldBy(account)
  local held = node(account)[AVAILABLE]
  for _, list in ipairs(poolOf(account)[LISTS]) do
    held = held + node(list)[AVAILABLE]
  end
  return held
end

local function reservedBy(account)
  local reserved = node(account)[RESERVED]
  for _, list in ipairs(poolOf(account)[LISTS]) do
    reserved = reserved + node(list)[RESERVED]
  end
  return reserved
end

-- Whether credits are there that no unexpired package covers: the account must be swept first.
local function expiryDue(account)
  local nextExpiry = node(account)[NEXT_EXPIRY]
  return nextExpiry ~= 0 and nextExpiry <= now or heldBy(account) > sumOf(poolOf(account)[LOTS])
end

local function putLots(account, lots)
  poolOf(account)[LOTS] = lots
  dirtyPools[account] = true
  local n = node(account)
  n[NEXT_EXPIRY] = lots[1] and lots[1][EXPIRES_AT] or 0
  touch(account, n)
end

local function assign(account, list, assigned)
  local lists = poolOf(account)[LISTS]
  for i = 1, #lists do
    if lists[i] == list then
      if not assigned then
        table.remove(lists, i)
        dirtyPools[account] = true
      end
      return
    end
  end
  if assigned then
    lists[#lists + 1] = list
    dirtyPools[account] = true
  end
end

local function lotsAfter(lots, time)
  local kept = {}
  for _, lot in ipairs(lots) do
    if lot[EXPIRES_AT] > time then
      kept[#kept + 1] = lot
    end
  end
  return kept
end

-- Puts one more behind those that expire no later; a part of a package that is there is added to it.
local function addLot(lots, grant, credits, expiresAt)
  local at = 1
  while lots[at] and lots[at][EXPIRES_AT] <= expiresAt do
    if lots[at][GRANT] == grant and lots[at][EXPIRES_AT] == expiresAt then
      lots[at][CREDITS] = lots[at][CREDITS] + credits
      return
    end
    at = at + 1
  end
  table.insert(lots, at, { grant, credits, expiresAt })
end

-- The parts that are the first so many credits to burn down, where so much is available of all.
local function firstLots(lots, available, credits)
  local remaining, left, parts = {}, math.max(available, 0), {}
  for i = #lots, 1, -1 do
    remaining[i] = math.min(lots[i][CREDITS], left)
    left = left - remaining[i]
  end
  for i, lot in ipairs(lots) do
    local part = math.min(remaining[i], credits)
    if part > 0 then
      parts[#parts + 1] = { lot[GRANT], part, lot[EXPIRES_AT] }
      credits = credits - part
    end
  end
  return parts
end

local function withoutLots(lots, parts)
  for _, part in ipairs(parts) do
    for _, lot in ipairs(lots) do
      if lot[GRANT] == part[GRANT] and lot[EXPIRES_AT] == part[EXPIRES_AT] then
        lot[CREDITS] = lot[CREDITS] - part[CREDITS]
        break
      end
    end
  end
  local kept = {}
  for _, lot in ipairs(lots) do
    if lot[CREDITS] > 0 then
      kept[#kept + 1] = lot
    end
  end
  return kept
end

local function lotsText(lots)
  local texts = {}
  for i, lot in ipairs(lots) do
    texts[i] = lot[GRANT] .. ':' .. fmt(lot[CREDITS]) .. ':' .. fmt(lot[EXPIRES_AT])
  end
  return table.concat(texts, ',')
end

-- a times b divided by c, rounded down, and the remainder; b is at most c. Products of this size are not exact in
-- floating point, so it goes bit by bit, and no intermediate number passes 2^54, even ones only past 2^53.
local function share(a, b, c)
  local quotient, remainder = 0, 0
  for bit = 52, 0, -1 do
    local power = 2 ^ bit
    quotient, remainder = 2 * quotient, 2 * remainder
    if remainder >= c then
      quotient, remainder = quotient + 1, remainder - c
    end
    if a >= power then
      a = a - power
      if remainder >= c - b then
        quotient, remainder = quotient + 1, remainder - (c - b)
      else
        remainder = remainder + b
      end
    end
  end
  return quotient, remainder
end

-- How so much is taken from lists in proportion to what each holds: each gives its share rounded down, and those with
-- the largest remainders one micro-credit more, the earlier list first.
local function shares(held, taken)
  local all, order, remainders, result, left = 0, {}, {}, {}, taken
  for i = 1, #held do
    all = all + held[i]
  end
  for i = 1, #held do
    order[i] = i
    result[i], remainders[i] = share(taken, held[i], all)
    left = left - result[i]
  end
  table.sort(order, function(x, y)
    if remainders[x] ~= remainders[y] then
      return remainders[x] > remainders[y]
    end
    return x < y
  end)
  for i = 1, left do
    result[order[i]] = result[order[i]] + 1
  end
  return result
end

-- Where what is reserved would be more than the packages cover if it all came back, and where a top-up could not be
-- had, the sweeper looks again soon.
local function commitPools()
  for account in pairs(dirtyPools) do
    local pool = poolOf(account)
    redis.call('HSET', grantsKey, account, cmsgpack.pack(pool))
    local due = node(account)[NEXT_EXPIRY]
    if heldBy(account) + reservedBy(account) > sumOf(pool[LOTS]) then
      due = now + LOOKED_AT_AGAIN_MS
    end
    local n = node(account)
    if n[TOP_UP] ~= 0 and n[AVAILABLE] < n[TOP_UP_BELOW] then
      due = now + LOOKED_AT_AGAIN_MS
    end
    if dueChanges[account] == nil then
      dueChanges[account] = due ~= 0 and due
    end
  end
end
