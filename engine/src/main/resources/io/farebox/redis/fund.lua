-- fund.lua: opens accounts, puts and closes lists, gives credits, suspends, and rolls windows.
--
-- KEYS[5] grants: hash; account id: msgpack array of [grant, credits, expiresAt], oldest first
--
-- open args: account parent funding limit windowKind windowStart windowEnd creditLimit onceKey once fingerprint
-- list args: list account funding limit windowKind windowStart windowEnd assigned
-- close args: list account
-- grant args: account grant credits expiresAt onceKey once fingerprint
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

local function payerOf(account)
  local id, n = account, node(account)
  while not PAYS[n[FUNDING]] and n[PARENT] ~= '' do
    id = n[PARENT]
    n = node(id)
  end
  return id, n
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
    if not node(parent) then
      return refused('UNKNOWN_NODE', parent)
    end
    if levelOf(parent) >= LEVEL_MAX then
      return refused('TOO_DEEP', parent)
    end
  end
  local opened = {
    parent, args[i + 2], tonumber(args[i + 3]), args[i + 4], tonumber(args[i + 5]), tonumber(args[i + 6]),
    tonumber(args[i + 7]), 'a', 0, 0, 0, 0,
  }
  touch(account, opened)
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

local function moveToOrFrom(payer, list, more)
  if more > 0 then
    move(payer, list, more)
  elseif more < 0 then
    move(list, payer, -more)
  end
end

-- A window of another kind starts with nothing spent; one of the same kind goes on.
local function funded(n, funding, limit, windowKind, windowStart, windowEnd)
  if n[WINDOW_KIND] ~= windowKind then
    n[WINDOW_KIND], n[WINDOW_START], n[WINDOW_END], n[SPENT] = windowKind, windowStart, windowEnd, 0
  end
  n[FUNDING], n[LIMIT], n[STATUS] = funding, limit, 'a'
  return n
end

local function list(keys, args, i)
  local id, account, funding, assigned = args[i], args[i + 1], args[i + 2], tonumber(args[i + 7])
  if not node(account) then
    return refused('UNKNOWN_NODE', account)
  end
  local limit, windowStart, windowEnd = tonumber(args[i + 3]), tonumber(args[i + 5]), tonumber(args[i + 6])
  local n = node(id)
  if n and n[FUNDING] == 'a' and funding ~= 'a' and n[RESERVED] > 0 then
    return refused('STILL_RESERVED', id, 0, n[RESERVED])
  end
  local more = assigned - (n and n[AVAILABLE] or 0)
  local payer, paying = payerOf(account)
  if more > math.max(paying[AVAILABLE], 0) then
    return refused('INSUFFICIENT_CREDITS', payer, more, paying[AVAILABLE])
  end
  if n then
    if n[WINDOW_KIND] ~= args[i + 4] then
      windowStart = now + 1
    end
    n = funded(n, funding, limit, args[i + 4], windowStart, windowEnd)
  else
    n = { account, funding, limit, args[i + 4], windowStart, windowEnd, 0, 'a', 0, 0, 0, 0 }
  end
  touch(id, n)
  entry(table.concat({ 'P', id, funding, args[i + 3], args[i + 4], fmt(windowStart), args[i + 6] }, SEP))
  moveToOrFrom(payer, id, more)
  return done(id, n)
end

local function close(keys, args, i)
  local id, account = args[i], args[i + 1]
  local n = node(id)
  if not n or n[STATUS] == 'x' then
    return refused('UNKNOWN_NODE', id)
  end
  if n[RESERVED] > 0 then
    return refused('STILL_RESERVED', id, 0, n[RESERVED])
  end
  moveToOrFrom(payerOf(account), id, -n[AVAILABLE])
  n[STATUS] = 'x'
  touch(id, n)
  entry('U' .. SEP .. id .. SEP .. 'x')
  return done(id, n)
end

local function grant(keys, args, i)
  local account, credits = args[i], tonumber(args[i + 2])
  local onceKey, once, fingerprint = keys[tonumber(args[i + 4])], args[i + 5], args[i + 6]
  local before = repeated(onceKey, once, fingerprint)
  if before then
    return before
  end
  local n = node(account)
  if not n then
    return refused('UNKNOWN_NODE', account)
  end
  if not PAYS[n[FUNDING]] then
    return refused('HOLDS_NO_CREDITS', account)
  end
  if n[AVAILABLE] + credits + n[RESERVED] + n[CONFIRMED] > MAX then
    return refused('TOO_MANY_CREDITS', account, credits, 0)
  end
  n[AVAILABLE] = n[AVAILABLE] + credits
  touch(account, n)
  local packed = redis.call('HGET', keys[5], account)
  local grants = packed and cmsgpack.unpack(packed) or {}
  grants[#grants + 1] = { args[i + 1], credits, tonumber(args[i + 3]) }
  redis.call('HSET', keys[5], account, cmsgpack.pack(grants))
  entry(table.concat({
    'G', account, args[i + 1], args[i + 2], args[i + 3], fmt(n[AVAILABLE]), once, fingerprint,
  }, SEP))
  local reply = done(account, n)
  remember(onceKey, fingerprint, reply)
  return reply
end

local function suspend(keys, args, i)
  local account, status = args[i], args[i + 1] == '1' and 's' or 'a'
  local n = node(account)
  if not n then
    return refused('UNKNOWN_NODE', account)
  end
  if n[STATUS] ~= status then
    n[STATUS] = status
    touch(account, n)
    entry('U' .. SEP .. account .. SEP .. status)
  end
  return done(account, n)
end

local function roll(keys, args, i)
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
