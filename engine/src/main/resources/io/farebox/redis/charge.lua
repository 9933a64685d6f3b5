-- charge.lua: carries out many commands in one call, in order, as one atomic change.
--
-- KEYS: state journal callers due grants, then the records' and once keys that commands name by their place
-- ARGV: caller callNumber now epoch seen, then each command: its name and its args
--   epoch: the name that the last rebuild gave the state, as the caller knows it; seen: the last block it knows of
-- replies: one for each command that has any; or STALE or FENCED alone (journal.lua)
-- A call that is sent again, because its answer was lost, is answered as before and changes nothing.
-- Nothing is written before every command is decided, so that an error leaves everything as it was.

local COMMANDS = {
  reserve = { run = reserve, args = 16, leaf = 2 },
  into = { run = into, args = 4 },
  alike = { run = alike, args = 6, leaf = 0 },
  keyed = { run = keyed, args = 8, leaf = 0 },
  settle = { run = settle, args = 6 },
  sweep = { run = sweep, args = 2 },
  traced = { run = traced, args = 1 },
  open = { run = open, args = 11 },
  list = { run = list, args = 8 },
  close = { run = close, args = 2 },
  grant = { run = grant, args = 10 },
  adjust = { run = adjust, args = 8 },
  transfer = { run = transfer, args = 7 },
  tend = { run = tend, args = 1 },
  funding = { run = funding, args = 7 },
  topup = { run = topup, args = 3 },
  shut = { run = shut, args = 1 },
  cancel = { run = cancel, args = 3 },
  conclude = { run = conclude, args = 7 },
  suspend = { run = suspend, args = 2 },
  roll = { run = roll, args = 4 },
}

local FIRST_COMMAND = 6

-- Reads the last block's number, the caller's last call's, the epoch and the leaves of all sends at once; returns the
-- second, whether this is the state that the caller knows, and whether it is behind what the caller knows of it.
local function preload(args, caller)
  local ids, seen, i = { 'seq', 'n' .. caller, 'epoch' }, {}, FIRST_COMMAND
  while args[i] do
    local command = COMMANDS[args[i]]
    local id = command.leaf and args[i + 1 + command.leaf]
    if id and not seen[id] then
      seen[id] = true
      ids[#ids + 1] = id
    end
    i = i + 1 + command.args
  end
  local values = redis.call('HMGET', stateKey, unpack(ids))
  seq = tonumber(values[1] or '0')
  for k = 4, #ids do
    nodes[ids[k]] = values[k] and cmsgpack.unpack(values[k]) or false
  end
  return tonumber(values[2] or '0'), (values[3] or '') == args[4], seq < tonumber(args[5])
end

-- Additions come first: while a slot is on its way to another Redis, a key that has become empty cannot be touched again,
-- and a call would end in the middle of its writes.
local function commitDue(dueKey)
  local added, ended = {}, {}
  for id, due in pairs(dueChanges) do
    if due then
      added[#added + 1] = due
      added[#added + 1] = id
    else
      ended[#ended + 1] = id
    end
  end
  if #added > 0 then
    redis.call('ZADD', dueKey, unpack(added))
  end
  if #ended > 0 then
    redis.call('ZREM', dueKey, unpack(ended))
  end
end

local function charge(keys, args)
  local caller, number = args[1], tonumber(args[2])
  stateKey, now = keys[1], tonumber(args[3])
  nodes, dirtyNodes, paths, waysUp = {}, {}, {}, {}
  entries, records, remembered, dirtyRemembered = {}, {}, {}, {}
  openRecords, timeField = {}, 't'
  grantsKey, pools, dirtyPools, dueChanges = keys[5], {}, {}, {}
  local before = answered(caller, number, preload(args, caller))
  if before then
    return before
  end
  local replies, i = {}, FIRST_COMMAND
  while args[i] do
    local command = COMMANDS[args[i]]
    replies[#replies + 1] = command.run(keys, args, i + 1)
    i = i + 1 + command.args
  end
  closeShared()
  commitRecords()
  commitPools()
  commitDue(keys[4])
  commit(keys[2], keys[3], caller, number, replies)
  return replies
end

redis.register_function('charge_VERSION', charge)
