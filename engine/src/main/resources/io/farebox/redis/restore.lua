-- restore.lua: replaces a partition's state by what its journal adds up to: closed, filled part by part, opened.
--
-- refuse KEYS: state; ARGV: epoch seen; reply: 1 where it is behind that block of that epoch, and refuses all from now on
-- close KEYS: state callers due grants; ARGV: epoch; reply: the last block's number, -1 where it was not known
--   drops what the keys hold; commands are refused from then on, those of an earlier epoch for good
-- put_node KEYS: state; ARGV: id and its sixteen fields (tree.lua)
-- put_pool KEYS: grants; ARGV: account, number of packages, grant credits expiresAt of each, then the lists' ids
-- put_record KEYS: record due; ARGV: id, the nine fields of its head (record.lua), then its other fields and values
-- put_answer KEYS: once; ARGV: ttl fingerprint until reply, and for a reserve: count total classes label classMap
-- reopen KEYS: state; ARGV: seq

local function refuse(keys, args)
  local values = redis.call('HMGET', keys[1], 'seq', 'epoch')
  if (values[2] or '') ~= args[1] or tonumber(values[1] or '0') >= tonumber(args[2]) then
    return 0
  end
  stateKey = keys[1]
  lost()
  return 1
end

local function closePartition(keys, args)
  local last = redis.call('HGET', keys[1], 'seq') or '-1'
  redis.call('UNLINK', keys[1], keys[2], keys[3], keys[4])
  redis.call('HSET', keys[1], 'epoch', args[1])
  return last
end

local TEXT_OF_NODE = { [PARENT] = true, [FUNDING] = true, [WINDOW_KIND] = true, [STATUS] = true }

local function putNode(keys, args)
  local n = {}
  for i = 1, #args - 1 do
    n[i] = TEXT_OF_NODE[i] and args[i + 1] or tonumber(args[i + 1])
  end
  return redis.call('HSET', keys[1], args[1], cmsgpack.pack(n))
end

local function putPool(keys, args)
  local lots, lists, at = {}, {}, 3
  for i = 1, tonumber(args[2]) do
    lots[i] = { args[at], tonumber(args[at + 1]), tonumber(args[at + 2]) }
    at = at + 3
  end
  for i = at, #args do
    lists[#lists + 1] = args[i]
  end
  return redis.call('HSET', keys[1], args[1], cmsgpack.pack({ lots, lists }))
end

local HEAD_FIELDS = 9

local function putRecord(keys, args)
  local head, fields = {}, {}
  for i = 1, HEAD_FIELDS do
    head[i] = i == TERMS and args[i + 1] or tonumber(args[i + 1])
  end
  for i = HEAD_FIELDS + 2, #args do
    fields[#fields + 1] = args[i]
  end
  fields[#fields + 1] = 'h'
  fields[#fields + 1] = cmsgpack.pack(head)
  hset(keys[1], fields)
  return redis.call('ZADD', keys[2], head[DUE], args[1])
end

local function putAnswer(keys, args)
  local answer = { args[2], tonumber(args[3]), args[4], args[5], args[6], args[7], args[8], args[9] }
  redis.call('SET', keys[1], cmsgpack.pack(answer), 'PX', args[1])
  return 1
end

local function reopen(keys, args)
  return redis.call('HSET', keys[1], 'seq', args[1])
end

redis.register_function('refuse_VERSION', refuse)
redis.register_function('close_VERSION', closePartition)
redis.register_function('put_node_VERSION', putNode)
redis.register_function('put_pool_VERSION', putPool)
redis.register_function('put_record_VERSION', putRecord)
redis.register_function('put_answer_VERSION', putAnswer)
redis.register_function('reopen_VERSION', reopen)
