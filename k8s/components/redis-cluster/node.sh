# Runs a node of the cluster; the arguments are Redis'. Pods have another address whenever they start, and nodes know one another by
# addresses: so each that starts calls on all others by their names, until they know it.

meet() {
  self=$(redis-cli cluster myid) || return 1
  met=0
  peer=0
  while [ "$peer" -lt "$REDIS_NODES" ]; do
    host="$REDIS_SERVICE-$peer.$REDIS_SERVICE"
    peer=$((peer + 1))
    if [ "$host" = "$HOSTNAME.$REDIS_SERVICE" ] \
        || redis-cli -h "$host" cluster nodes | grep -q "^$self $POD_IP:6379@.* connected"; then
      met=$((met + 1))
    else
      redis-cli cluster meet "$(getent hosts "$host" | cut -d ' ' -f 1)" 6379
    fi
  done
  [ "$met" = "$REDIS_NODES" ]
}

(until meet; do sleep 2; done) > /dev/null 2>&1 &

exec redis-server "$@" --masterauth "$REDISCLI_AUTH" --cluster-announce-ip "$POD_IP"
