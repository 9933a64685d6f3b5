-- reserve.lua: holds the credits of a send on every node from its leaf to its payer, or on none.
--
-- args: recordKey record slot leaf partial deadline terms count accepted total classes label classMap manifest
--       onceKey once fingerprint
--   recordKey and onceKey are places in KEYS, onceKey 0 where there is none; classMap is empty where every recipient
--   is of class 1; accepted is how many recipients rating did not refuse
-- replies: R record slot upTo count credits available reserved confirmed | Y ... | X reason node required available

-- As many messages as fit, in order: how far they reach, how many they are and what they cost.
local function partOf(classes, classMap, count, room)
  local width = #classMap / count
  local credits, accepted = 0, 0
  for i = 0, count - 1 do
    local number = 1
    if width == 1 then
      number = string.byte(classMap, i + 1)
    elseif width == 2 then
      number = string.byte(classMap, 2 * i + 1) * 256 + string.byte(classMap, 2 * i + 2)
    end
    if number ~= 0 then
      local price = classes[number][3]
      if credits + price > room then
        return i, accepted, credits
      end
      credits = credits + price
      accepted = accepted + 1
    end
  end
  return count, accepted, credits
end

local function putSend(r, slot, path, upTo, accepted, leaf, classes, label, classMap, count)
  local width = #classMap / count
  put(r, slot, table.concat({ #path - 1, upTo, accepted, width, leaf, classes, label }, SEP))
  for from = 0, count - 1, CHUNK do
    if width > 0 then
      put(r, 'c' .. math.floor(from / CHUNK), string.sub(classMap, from * width + 1, (from + CHUNK) * width))
    end
  end
end

local function hold(recordKey, id, deadline, terms, count, credits)
  local r = record(recordKey, id, 'h')
  if not r.head then
    r.head = { now, deadline, terms, 0, 0, 0, 0, deadline, 0 }
    r.dueChanged = true
  end
  r.head[HELD_COUNT] = r.head[HELD_COUNT] + count
  r.head[HELD] = r.head[HELD] + credits
  r.changed = true
  return r
end

local function reserve(keys, args, i)
  local recordKey, id, slot, leaf = keys[tonumber(args[i])], args[i + 1], args[i + 2], args[i + 3]
  local partial, deadline, terms = args[i + 4] == '1', args[i + 5], args[i + 6]
  local count, accepted, total = tonumber(args[i + 7]), tonumber(args[i + 8]), tonumber(args[i + 9])
  local classes, label, classMap, manifest = args[i + 10], args[i + 11], args[i + 12], args[i + 13]
  local onceKey, once, fingerprint = keys[tonumber(args[i + 14])], args[i + 15], args[i + 16]

  local before = repeated(onceKey, once, fingerprint)
  if before then
    return before
  end
  local path, way = pathOf(leaf)
  if not path then
    return way
  end
  local room, refusal = roomFor(path, total, partial)
  local upTo, credits = count, total
  if refusal then
    upTo, accepted, credits = partOf(parseClasses(classes), classMap, count, room)
    if not partial or accepted == 0 then
      return refusal
    end
  end

  local payer = along(path, -credits, credits, 0, credits)
  local r = hold(recordKey, id, tonumber(deadline), terms, accepted, credits)
  putSend(r, slot, path, upTo, accepted, leaf, classes, label, classMap, count)
  entry(
    table.concat({
      'R', id, slot, leaf, #path - 1, path[#path], upTo, accepted, fmt(credits), deadline, terms,
      fmt(payer[AVAILABLE]), count, args[i + 9], classes, label, once, fingerprint,
    }, SEP),
    struct.pack('>I4', #classMap) .. classMap .. manifest)
  local reply = table.concat({ 'R', id, slot, upTo, accepted, fmt(credits), counters(payer) }, SEP)
  remember(onceKey, fingerprint, reply, args[i + 7], args[i + 9], classes, label, classMap)
  return reply
end
