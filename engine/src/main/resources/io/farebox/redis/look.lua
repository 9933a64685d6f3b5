-- look.lua: reads what an audit compares, each time with the number of the block that it is the state of; changes
-- nothing. A reply that is not there is nil.
--
-- look_nodes KEYS: state grants due; ARGV: ids; replies: seq, then for each id: its node as nodes has it, its due time,
--   and as a list what pool has of it, nil where it has nothing
-- look_records KEYS: state due, then records; ARGV: their ids; replies: seq, then for each: its due time and its fields
--   with their values, of which "h" is unpacked and separated
-- look_answers KEYS: state, then once keys; replies: seq, then for each: fingerprint until reply count total classes
--   label classMap
-- A partition that is closed or was lost has the seq -1.

local function lookSeq(key)
  return redis.call('HGET', key, 'seq') or '-1'
end

local function lookNodes(keys, args)
  stateKey, nodes, paths = keys[1], {}, {}
  local found = { lookSeq(keys[1]) }
  for i = 1, #args do
    local n = node(args[i])
    local pool = redis.call('HEXISTS', keys[2], args[i]) == 1 and viewPool({ keys[2] }, { args[i] })
    found[i + 1] = { n and nodeText(args[i], n), redis.call('ZSCORE', keys[3], args[i]), pool }
  end
  return found
end

local function headText(packed)
  local head = cmsgpack.unpack(packed)
  for i = 1, #head do
    head[i] = i == TERMS and head[i] or fmt(head[i])
  end
  return table.concat(head, SEP)
end

local function lookRecords(keys, args)
  local found = { lookSeq(keys[1]) }
  for i = 1, #args do
    local fields = redis.call('HGETALL', keys[2 + i])
    for k = 1, #fields, 2 do
      if fields[k] == 'h' then
        fields[k + 1] = headText(fields[k + 1])
      end
    end
    found[i + 1] = { redis.call('ZSCORE', keys[2], args[i]), fields }
  end
  return found
end

local function lookAnswers(keys)
  local found = { lookSeq(keys[1]) }
  for i = 2, #keys do
    local packed = redis.call('GET', keys[i])
    local a = packed and cmsgpack.unpack(packed)
    found[i] = a and { a[1], fmt(a[2]), a[3], a[4] or '', a[5] or '', a[6] or '', a[7] or '', a[8] or '' }
  end
  return found
end

redis.register_function { function_name = 'look_nodes_VERSION', callback = lookNodes, flags = { 'no-writes' } }
redis.register_function { function_name = 'look_records_VERSION', callback = lookRecords, flags = { 'no-writes' } }
redis.register_function { function_name = 'look_answers_VERSION', callback = lookAnswers, flags = { 'no-writes' } }
