-- view.lua: reads nodes, grants and sends; changes nothing.
--
-- nodes KEYS: state; ARGV: ids; replies: for each node that exists its id and sixteen fields (tree.lua), separated
-- pool KEYS: grants; ARGV: account; replies: for each package: grant credits expiresAt, separated; then the lists' ids
-- send KEYS: record; ARGV: slot; replies: leaf count held reserved confirmed released scheduled, separated, or nil

local function nodeText(id, n)
  return table.concat({
    id, n[PARENT], n[FUNDING], fmt(n[LIMIT]), n[WINDOW_KIND], fmt(n[WINDOW_START]), fmt(n[WINDOW_END]),
    fmt(n[CREDIT_LIMIT]), n[STATUS], fmt(n[AVAILABLE]), fmt(n[RESERVED]), fmt(n[CONFIRMED]), fmt(n[SPENT]),
    fmt(n[NEXT_EXPIRY]), fmt(n[CHILDREN]), fmt(n[TOP_UP_BELOW]), fmt(n[TOP_UP]),
  }, SEP)
end

local function viewNodes(keys, args)
  stateKey, nodes, paths = keys[1], {}, {}
  local found = {}
  for i = 1, #args do
    local n = node(args[i])
    if n then
      found[#found + 1] = nodeText(args[i], n)
    end
  end
  return found
end

local function viewPool(keys, args)
  local packed = redis.call('HGET', keys[1], args[1])
  local found = {}
  local pool = packed and cmsgpack.unpack(packed) or { {}, {} }
  for _, lot in ipairs(pool[1]) do
    found[#found + 1] = table.concat({ lot[1], fmt(lot[2]), fmt(lot[3]) }, SEP)
  end
  for _, list in ipairs(pool[2]) do
    found[#found + 1] = list
  end
  return found
end

-- A single that shares its record is told from its own status; a send of many has the record's sums to itself.
local function viewSend(keys, args)
  records = {}
  local slot = tonumber(args[1])
  local chunk = math.floor(slot / CHUNK)
  local r = record(keys[1], '', { 'h', 'd', 'm', statusField(chunk), classField(chunk) })
  local send = r.head and sendOf(r, slot)
  if not send then
    return nil
  end
  local count, held, sums = send.count, r.head[HELD_COUNT], { r.head[HELD], r.head[CONFIRMED_SUM], r.head[RELEASED_SUM] }
  if count == '1' and send.upTo == 1 then
    local status, class = statusAt(r, slot), classOf(r, send, slot, 0)
    local credits = class[3]
    local charged = status == FEE and math.min(clauseOf(r, class[1])[5], credits) or status == CONFIRM and credits or 0
    held = status == 0 and 1 or 0
    sums = { status == 0 and credits or 0, charged, status > CONFIRM and credits - charged or 0 }
  end
  return table.concat({
    send.leaf, count, held, fmt(sums[1]), fmt(sums[2]), fmt(sums[3]), fmt(scheduledAt(r)),
  }, SEP)
end

redis.register_function { function_name = 'nodes_VERSION', callback = viewNodes, flags = { 'no-writes' } }
redis.register_function { function_name = 'pool_VERSION', callback = viewPool, flags = { 'no-writes' } }
redis.register_function { function_name = 'send_VERSION', callback = viewSend, flags = { 'no-writes' } }
