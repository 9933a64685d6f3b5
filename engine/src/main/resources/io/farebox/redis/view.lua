-- view.lua: reads nodes, grants and sends; changes nothing.
--
-- nodes KEYS: state; ARGV: ids; replies: for each node that exists its id and twelve fields (tree.lua), separated
-- grants KEYS: grants; ARGV: account; replies: for each grant: grant credits expiresAt, separated
-- send KEYS: record; ARGV: slot; replies: leaf count held reserved confirmed released, separated, or nil

local function viewNodes(keys, args)
  stateKey, nodes, paths = keys[1], {}, {}
  local found = {}
  for i = 1, #args do
    local n = node(args[i])
    if n then
      found[#found + 1] = table.concat({
        args[i], n[PARENT], n[FUNDING], fmt(n[LIMIT]), n[WINDOW_KIND], fmt(n[WINDOW_START]), fmt(n[WINDOW_END]),
        fmt(n[CREDIT_LIMIT]), n[STATUS], fmt(n[AVAILABLE]), fmt(n[RESERVED]), fmt(n[CONFIRMED]), fmt(n[SPENT]),
      }, SEP)
    end
  end
  return found
end

local function viewGrants(keys, args)
  local packed = redis.call('HGET', keys[1], args[1])
  local found = {}
  for _, g in ipairs(packed and cmsgpack.unpack(packed) or {}) do
    found[#found + 1] = table.concat({ g[1], fmt(g[2]), fmt(g[3]) }, SEP)
  end
  return found
end

-- A single that shares its record is told from its own status; a send of many has the record's sums to itself.
local function viewSend(keys, args)
  records = {}
  local slot = tonumber(args[1])
  local chunk = math.floor(slot / CHUNK)
  local r = record(keys[1], '', 'h', 'd', 'm', 's' .. chunk, 'c' .. chunk)
  local send = r.head and sendOf(r, slot)
  if not send then
    return nil
  end
  local count, held, sums = send.count, r.head[HELD_COUNT], { r.head[HELD], r.head[CONFIRMED_SUM], r.head[RELEASED_SUM] }
  if count == '1' and send.upTo == 1 then
    local status, credits = statusAt(r, slot), classOf(r, send, slot, 0)[3]
    held = status == 0 and 1 or 0
    sums = { status == 0 and credits or 0, status % 2 == 1 and credits or 0, status == 2 and credits or 0 }
  end
  return table.concat({ send.leaf, count, held, fmt(sums[1]), fmt(sums[2]), fmt(sums[3]) }, SEP)
end

redis.register_function { function_name = 'nodes_VERSION', callback = viewNodes, flags = { 'no-writes' } }
redis.register_function { function_name = 'grants_VERSION', callback = viewGrants, flags = { 'no-writes' } }
redis.register_function { function_name = 'send_VERSION', callback = viewSend, flags = { 'no-writes' } }
