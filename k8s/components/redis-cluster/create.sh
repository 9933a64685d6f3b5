# Makes a cluster of the nodes that have met: a third are masters, the rest their replicas. It does what is missing and may be run again,
# as after a volume was lost.
set -u

masters=$((REDIS_NODES / 3))

ask() {
  host="$REDIS_SERVICE-$1.$REDIS_SERVICE"
  shift
  redis-cli -h "$host" "$@" | tr -d '\r'
}

said() {
  ask "$1" cluster info | sed -n "s/^$2://p"
}

# Masters with slots, each once for itself and once for each of its replicas.
shards() {
  ask 0 cluster nodes | awk '$3 ~ /master/ && $3 !~ /fail/ && NF > 8 { print $1 } $3 ~ /slave/ { print $4 }'
}

node=0
while [ "$node" -lt "$REDIS_NODES" ]; do
  until [ "$(said "$node" cluster_known_nodes)" -ge "$REDIS_NODES" ] 2> /dev/null; do sleep 2; done
  node=$((node + 1))
done

if [ "$(said 0 cluster_slots_assigned)" != 16384 ]; then
  node=0
  while [ "$node" -lt "$masters" ]; do
    ask "$node" cluster addslotsrange "$((node * 16384 / masters))" "$(((node + 1) * 16384 / masters - 1))"
    node=$((node + 1))
  done
fi
until [ "$(said 0 cluster_slots_assigned)" = 16384 ]; do sleep 1; done

node=0
while [ "$node" -lt "$REDIS_NODES" ]; do
  if ask "$node" cluster nodes | awk '$3 ~ /myself,master/ && NF == 8 { found = 1 } END { exit !found }'; then
    master=$(shards | sort | uniq -c | sort -n | awk 'NR == 1 { print $2 }')
    until [ "$(ask "$node" cluster replicate "$master")" = OK ]; do sleep 1; done
    until ask 0 cluster nodes | grep -q "^$(ask "$node" cluster myid) .*slave $master "; do sleep 1; done
  fi
  node=$((node + 1))
done
ask 0 cluster nodes
