-- fund.lua: gives credits, moves them between accounts, corrects them, and takes them when they expire.
--
-- grant args: account grant credits expiresAt extend reference note onceKey once fingerprint
-- adjust args: account adjustment credits expiresAt note onceKey once fingerprint
-- transfer args: from to credits note onceKey once fingerprint
-- tend args: account
--   expires what ended packages leave, and tops the account up where it has fallen below its threshold
-- replies: D node available reserved confirmed | U n | Y ... | X reason node required available

-- The account that a node draws from where it does not pay itself; an account that pays is its own.
local function holderOf(account)
  local id, n = account, node(account)
  while not PAYS[n[FUNDING]] and n[PARENT] ~= '' do
    id = n[PARENT]
    n = node(id)
  end
  return id, n
end

local function holderInTheWay(id)
  local n = node(id)
  if not n or n[STATUS] == 'x' then
    return refused('UNKNOWN_NODE', id)
  elseif n[FUNDING] ~= 'o' then
    return refused('HOLDS_NO_CREDITS', id)
  elseif expiryDue(id) then
    return refused('EXPIRY_DUE', id)
  end
end

local function tooMuch(n, credits)
  return math.max(n[AVAILABLE], 0) + n[RESERVED] + n[CONFIRMED] + credits > MAX
end

local function grant(keys, args, i)
  local account, id, credits, expiresAt = args[i], args[i + 1], tonumber(args[i + 2]), tonumber(args[i + 3])
  local onceKey, once, fingerprint = keys[tonumber(args[i + 7])], args[i + 8], args[i + 9]
  local refusal = repeated(onceKey, once, fingerprint) or holderInTheWay(account)
  if refusal then
    return refusal
  end
  local n, lots = node(account), poolOf(account)[LOTS]
  for _, lot in ipairs(lots) do
    if lot[GRANT] == id then
      return refused('ALREADY_EXISTS', id)
    end
  end
  if tooMuch(n, credits) then
    return refused('TOO_MANY_CREDITS', account, credits, 0)
  end
  n[AVAILABLE] = n[AVAILABLE] + credits
  if args[i + 4] == '1' then
    for _, lot in ipairs(lots) do
      lot[EXPIRES_AT] = math.max(lot[EXPIRES_AT], expiresAt)
    end
  end
  addLot(lots, id, credits, expiresAt)
  putLots(account, lots)
  entry(table.concat({
    'G', account, id, args[i + 2], args[i + 3], args[i + 4], fmt(n[AVAILABLE]), args[i + 5], args[i + 6], once,
    fingerprint,
  }, SEP))
  local reply = done(account, n)
  remember(onceKey, fingerprint, reply)
  return reply
end

local function adjust(keys, args, i)
  local account, credits = args[i], tonumber(args[i + 2])
  local onceKey, once, fingerprint = keys[tonumber(args[i + 5])], args[i + 6], args[i + 7]
  local refusal = repeated(onceKey, once, fingerprint) or holderInTheWay(account)
  if refusal then
    return refusal
  end
  local n, lots = node(account), poolOf(account)[LOTS]
  if tooMuch(n, credits) then
    return refused('TOO_MANY_CREDITS', account, credits, 0)
  end
  local room = n[AVAILABLE] + n[CREDIT_LIMIT]
  if -credits > room then
    return refused('INSUFFICIENT_CREDITS', account, -credits, room)
  end
  if credits > 0 then
    addLot(lots, args[i + 1], credits, tonumber(args[i + 3]))
  else
    lots = withoutLots(lots, firstLots(lots, heldBy(account), -credits))
  end
  n[AVAILABLE] = n[AVAILABLE] + credits
  putLots(account, lots)
  entry(table.concat({
    'A', account, args[i + 1], args[i + 2], args[i + 3], fmt(n[AVAILABLE]), args[i + 4], once, fingerprint,
  }, SEP))
  local reply = done(account, n)
  remember(onceKey, fingerprint, reply)
  return reply
end

-- Moves what is there; its parts of packages keep their expiry.
local function moveOn(from, to, credits, note, once, fingerprint)
  local source, target = node(from), node(to)
  local lots = poolOf(from)[LOTS]
  local parts = firstLots(lots, heldBy(from), credits)
  source[AVAILABLE] = source[AVAILABLE] - credits
  target[AVAILABLE] = target[AVAILABLE] + credits
  putLots(from, withoutLots(lots, parts))
  local received = poolOf(to)[LOTS]
  for _, part in ipairs(parts) do
    addLot(received, part[GRANT], part[CREDITS], part[EXPIRES_AT])
  end
  putLots(to, received)
  entry(table.concat({
    'T', from, to, fmt(credits), lotsText(parts), fmt(source[AVAILABLE]), fmt(target[AVAILABLE]), note, once,
    fingerprint,
  }, SEP))
end

local function isBelow(account, above)
  local parent = node(account)[PARENT]
  while parent ~= '' do
    if parent == above then
      return true
    end
    parent = node(parent)[PARENT]
  end
  return false
end

local function transfer(keys, args, i)
  local from, to, credits = args[i], args[i + 1], tonumber(args[i + 2])
  local onceKey, once, fingerprint = keys[tonumber(args[i + 4])], args[i + 5], args[i + 6]
  local refusal = repeated(onceKey, once, fingerprint) or holderInTheWay(from) or holderInTheWay(to)
  if refusal then
    return refusal
  end
  if not isBelow(from, to) and not isBelow(to, from) then
    return refused('UNRELATED', to)
  end
  local source = node(from)
  if credits > math.max(source[AVAILABLE], 0) then
    return refused('INSUFFICIENT_CREDITS', from, credits, source[AVAILABLE])
  end
  if tooMuch(node(to), credits) then
    return refused('TOO_MANY_CREDITS', to, credits, 0)
  end
  moveOn(from, to, credits, args[i + 3], once, fingerprint)
  local reply = done(from, source)
  remember(onceKey, fingerprint, reply)
  return reply
end

local function expire(account, id, credits)
  local n = node(id)
  n[AVAILABLE] = n[AVAILABLE] - credits
  touch(id, n)
  entry(table.concat({ 'X', account, id, fmt(credits), fmt(n[AVAILABLE]) }, SEP))
end

-- Credits that no later package covers expire: of the unassigned part first, then of the assigned lists in proportion
-- to what they hold. What is reserved is not there to expire.
local function expireExcess(account, excess)
  local own = math.min(excess, math.max(node(account)[AVAILABLE], 0))
  if own > 0 then
    expire(account, account, own)
  end
  if excess > own then
    local lists, held = poolOf(account)[LISTS], {}
    for i, list in ipairs(lists) do
      held[i] = node(list)[AVAILABLE]
    end
    for i, credits in ipairs(shares(held, excess - own)) do
      if credits > 0 then
        expire(account, lists[i], credits)
      end
    end
  end
end

local function topUp(account, n)
  local credits = n[TOP_UP]
  if n[PARENT] == '' or n[STATUS] == 'x' or credits == 0 or n[AVAILABLE] >= n[TOP_UP_BELOW] or tooMuch(n, credits) then
    return
  end
  local id, above = holderOf(n[PARENT])
  if above[STATUS] ~= 'x' and above[AVAILABLE] >= credits and not expiryDue(id) then
    moveOn(id, account, credits, '', '', '')
  end
end

local function tend(_, args, i)
  local account = args[i]
  local n = node(account)
  if not n or n[FUNDING] ~= 'o' then
    dueChanges[account] = false
    return 'U' .. SEP .. 'n'
  end
  local before = #entries
  if n[NEXT_EXPIRY] ~= 0 and n[NEXT_EXPIRY] <= now then
    entry('E' .. SEP .. account)
    putLots(account, lotsAfter(poolOf(account)[LOTS], now))
  end
  local excess = heldBy(account) - sumOf(poolOf(account)[LOTS])
  if excess > 0 then
    expireExcess(account, excess)
  end
  topUp(account, n)
  dirtyPools[account] = true
  dueChanges[account] = nil
  return #entries > before and done(account, n) or 'U' .. SEP .. 'n'
end
