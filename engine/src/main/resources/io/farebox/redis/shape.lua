-- shape.lua: which nodes there are, how each is funded, and whether it may send.
--
-- open args: account parent funding limit windowKind windowStart windowEnd creditLimit onceKey once fingerprint
-- list args: list account funding limit windowKind windowStart windowEnd assigned
-- close args: list account
-- funding args: account funding limit windowKind windowStart windowEnd creditLimit
-- topup args: account below credits
-- shut args: account
-- suspend args: account suspended
-- roll args: node windowKind windowStart windowEnd
-- replies: D node available reserved confirmed | Y ... | X reason node required available

local LEVEL_MAX = 5

local function levelOf(id)
  local level = 0
  local parent = node(id)[PARENT]
  while parent ~= '' do
    level = level + 1
    parent = node(parent)[PARENT]
  end
  return level
end

local function addChild(parent, more)
  if parent ~= '' then
    local n = node(parent)
    n[CHILDREN] = n[CHILDREN] + more
    touch(parent, n)
  end
end

local function open(keys, args, i)
  local account, parent = args[i], args[i + 1]
  local onceKey, once, fingerprint = keys[tonumber(args[i + 8])], args[i + 9], args[i + 10]
  local before = repeated(onceKey, once, fingerprint)
  if before then
    return before
  end
  if node(account) then
    return refused('ALREADY_EXISTS', account)
  end
  if parent ~= '' then
    local above = node(parent)
    if not above or above[STATUS] == 'x' then
      return refused('UNKNOWN_NODE', parent)
    end
    if levelOf(parent) >= LEVEL_MAX then
      return refused('TOO_DEEP', parent)
    end
  end
  local opened = {
    parent, args[i + 2], tonumber(args[i + 3]), args[i + 4], tonumber(args[i + 5]), tonumber(args[i + 6]),
    tonumber(args[i + 7]), 'a', 0, 0, 0, 0, 0, 0, 0, 0,
  }
  touch(account, opened)
  addChild(parent, 1)
  entry('O' .. SEP .. table.concat(args, SEP, i, i + 7) .. SEP .. once .. SEP .. fingerprint)
  local reply = done(account, opened)
  remember(onceKey, fingerprint, reply)
  return reply
end

local function move(from, to, credits)
  local source, target = node(from), node(to)
  source[AVAILABLE] = source[AVAILABLE] - credits
  target[AVAILABLE] = target[AVAILABLE] + credits
  touch(from, source)
  touch(to, target)
  entry(table.concat({ 'M', from, to, fmt(credits), fmt(source[AVAILABLE]), fmt(target[AVAILABLE]) }, SEP))
end

-- What was charged to one payer does not become another's: nothing may be held when a node begins or ends to pay.
local function stillReserved(n, funding)
  return PAYS[n[FUNDING]] ~= PAYS[funding] and n[RESERVED] > 0
end

-- A window of another kind starts with nothing spent, in the next millisecond; one of the same kind goes on. A node
-- that begins or ends to pay begins a book of its own.
local function funded(n, funding, limit, windowKind, windowStart, windowEnd, creditLimit)
  if n[WINDOW_KIND] ~= windowKind then
    n[WINDOW_KIND], n[WINDOW_START], n[WINDOW_END], n[SPENT] = windowKind, windowStart, windowEnd, 0
  end
  if PAYS[n[FUNDING]] ~= PAYS[funding] then
    n[CONFIRMED], n[SPENT] = 0, 0
  end
  if not PAYS[funding] then
    n[TOP_UP_BELOW], n[TOP_UP] = 0, 0
  end
  n[FUNDING], n[LIMIT], n[CREDIT_LIMIT] = funding, limit, creditLimit
  if n[STATUS] == 'x' then
    n[STATUS] = 'a'
  end
end

local function countedFrom(n, windowKind, windowStart)
  return n and n[WINDOW_KIND] ~= windowKind and now + 1 or tonumber(windowStart)
end

local function list(_, args, i)
  local id, account, funding, windowKind, assigned = args[i], args[i + 1], args[i + 2], args[i + 4], tonumber(args[i + 7])
  local owner = node(account)
  if not owner or owner[STATUS] == 'x' then
    return refused('UNKNOWN_NODE', account)
  end
  local limit, windowEnd = tonumber(args[i + 3]), tonumber(args[i + 6])
  local n = node(id)
  if n and stillReserved(n, funding) then
    return refused('STILL_RESERVED', id, 0, n[RESERVED])
  end
  local more = assigned - (n and n[AVAILABLE] or 0)
  local holder, holding = holderOf(account)
  if more ~= 0 and expiryDue(holder) then
    return refused('EXPIRY_DUE', holder)
  end
  if more > math.max(holding[AVAILABLE], 0) then
    return refused('INSUFFICIENT_CREDITS', holder, more, holding[AVAILABLE])
  end
  -- What leaves the list goes before it ceases to pay, and what it is given comes once it does.
  if more < 0 then
    move(id, holder, -more)
  end
  local windowStart = countedFrom(n, windowKind, args[i + 5])
  if n then
    funded(n, funding, limit, windowKind, windowStart, windowEnd, 0)
  else
    n = { account, funding, limit, windowKind, windowStart, windowEnd, 0, 'a', 0, 0, 0, 0, 0, 0, 0, 0 }
  end
  touch(id, n)
  assign(holder, id, funding == 'a')
  entry(table.concat({ 'P', id, funding, args[i + 3], windowKind, fmt(windowStart), args[i + 6] }, SEP))
  if more > 0 then
    move(holder, id, more)
  end
  return done(id, n)
end

local function close(_, args, i)
  local id, account = args[i], args[i + 1]
  local n = node(id)
  if not n or n[STATUS] == 'x' then
    return refused('UNKNOWN_NODE', id)
  end
  if n[RESERVED] > 0 then
    return refused('STILL_RESERVED', id, 0, n[RESERVED])
  end
  local holder = holderOf(account)
  if n[AVAILABLE] ~= 0 then
    move(id, holder, n[AVAILABLE])
  end
  n[STATUS] = 'x'
  touch(id, n)
  assign(holder, id, false)
  entry('U' .. SEP .. id .. SEP .. 'x')
  return done(id, n)
end

-- Gives all that an account has to the one above that it would draw from; or returns why it cannot.
local function giveUp(account, n)
  if n[AVAILABLE] < 0 then
    return refused('INSUFFICIENT_CREDITS', account, 0, n[AVAILABLE])
  elseif n[AVAILABLE] == 0 then
    return nil
  elseif n[PARENT] == '' then
    return refused('STILL_HOLDS_CREDITS', account, 0, n[AVAILABLE])
  end
  local above = holderOf(n[PARENT])
  if expiryDue(account) then
    return refused('EXPIRY_DUE', account)
  elseif expiryDue(above) then
    return refused('EXPIRY_DUE', above)
  end
  moveOn(account, above, n[AVAILABLE], '', '', '')
end

-- A list with credits assigned that came through an account.
local function assignedThrough(account)
  local holder = holderOf(account)
  for _, id in ipairs(poolOf(holder)[LISTS]) do
    local owner = node(id)[PARENT]
    if owner == account or isBelow(owner, account) then
      return id
    end
  end
end

local function funding(_, args, i)
  local account, kind, creditLimit = args[i], args[i + 1], tonumber(args[i + 6])
  local n = node(account)
  if not n or n[STATUS] == 'x' then
    return refused('UNKNOWN_NODE', account)
  end
  if n[PARENT] == '' and kind ~= 'o' then
    return refused('NO_PARENT', account)
  end
  if stillReserved(n, kind) then
    return refused('STILL_RESERVED', account, 0, n[RESERVED])
  end
  if kind == 'o' and n[AVAILABLE] < -creditLimit then
    return refused('INSUFFICIENT_CREDITS', account, -creditLimit, n[AVAILABLE])
  end
  if n[FUNDING] ~= kind then
    local assigned = assignedThrough(account)
    if assigned then
      return refused('STILL_ASSIGNED', assigned)
    end
    if n[FUNDING] == 'o' then
      local refusal = giveUp(account, n)
      if refusal then
        return refusal
      end
      putLots(account, {})
    end
  end
  local windowStart = countedFrom(n, args[i + 3], args[i + 4])
  funded(n, kind, tonumber(args[i + 2]), args[i + 3], windowStart, tonumber(args[i + 5]), creditLimit)
  touch(account, n)
  entry(table.concat({ 'N', account, kind, args[i + 2], args[i + 3], fmt(windowStart), args[i + 5], args[i + 6] }, SEP))
  return done(account, n)
end

local function topup(_, args, i)
  local account = args[i]
  local n = node(account)
  if not n or n[STATUS] == 'x' then
    return refused('UNKNOWN_NODE', account)
  elseif n[PARENT] == '' then
    return refused('NO_PARENT', account)
  elseif n[FUNDING] ~= 'o' then
    return refused('HOLDS_NO_CREDITS', account)
  end
  n[TOP_UP_BELOW], n[TOP_UP] = tonumber(args[i + 1]), tonumber(args[i + 2])
  touch(account, n)
  entry('H' .. SEP .. account .. SEP .. args[i + 1] .. SEP .. args[i + 2])
  return done(account, n)
end

local function shut(_, args, i)
  local account = args[i]
  local n = node(account)
  if not n or n[STATUS] == 'x' then
    return refused('UNKNOWN_NODE', account)
  end
  if n[CHILDREN] > 0 then
    return refused('HAS_SUBACCOUNTS', account)
  end
  if n[RESERVED] > 0 then
    return refused('STILL_RESERVED', account, 0, n[RESERVED])
  end
  local assigned = assignedThrough(account)
  if assigned then
    return refused('STILL_ASSIGNED', assigned)
  end
  if n[FUNDING] == 'o' then
    local refusal = giveUp(account, n)
    if refusal then
      return refusal
    end
  end
  n[STATUS] = 'x'
  touch(account, n)
  addChild(n[PARENT], -1)
  entry('U' .. SEP .. account .. SEP .. 'x')
  return done(account, n)
end

local function suspend(_, args, i)
  local account, status = args[i], args[i + 1] == '1' and 's' or 'a'
  local n = node(account)
  if not n or n[STATUS] == 'x' then
    return refused('UNKNOWN_NODE', account)
  end
  if n[STATUS] ~= status then
    n[STATUS] = status
    touch(account, n)
    entry('U' .. SEP .. account .. SEP .. status)
  end
  return done(account, n)
end

local function roll(_, args, i)
  local id, windowEnd = args[i], tonumber(args[i + 3])
  local n = node(id)
  if not n then
    return refused('UNKNOWN_NODE', id)
  end
  if now >= n[WINDOW_END] and windowEnd > n[WINDOW_END] then
    -- Nothing was reserved on the node between the end of its window and now: it refused.
    local windowStart = math.max(tonumber(args[i + 2]), n[WINDOW_END])
    n[WINDOW_KIND], n[WINDOW_START], n[WINDOW_END], n[SPENT] = args[i + 1], windowStart, windowEnd, 0
    touch(id, n)
    entry(table.concat({ 'W', id, args[i + 1], fmt(windowStart), args[i + 3] }, SEP))
  end
  return done(id, n)
end
