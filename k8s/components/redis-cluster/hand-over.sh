# Before a master is stopped: one of its replicas takes over, which costs its partitions a moment instead of seconds.

is_master() {
  redis-cli role | head -n 1 | grep -q '^master$'
}

is_master || exit 0
redis-cli cluster replicas "$(redis-cli cluster myid)" | grep ' connected$' | while read -r _ address _; do
  redis-cli -h "${address%%:*}" cluster failover
  waited=0
  while [ "$waited" -lt 10 ]; do
    is_master || exit 0
    sleep 1
    waited=$((waited + 1))
  done
done
exit 0
