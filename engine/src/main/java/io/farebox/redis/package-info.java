/**
 * The credit tree in Redis: the scripts that transcribe the pure core, and what calls them.
 *
 * <p>It implements the ledger's {@code Charger}, {@code Balances}, {@code Deadlines} and {@code JournalStream}, and for
 * auditing and rebuilding {@code LiveState}, {@code Restoration} and {@code Fences}. It knows Lettuce, the scripts and the names of their keys; each partition's keys share a hash tag. It never knows
 * Cassandra or HTTP, and decides nothing itself: what a script does is what the core says.
 *
 * <pre>
 *   command ─▶ RedisCharger ─▶ Coalescer (one a partition) ─▶ Call, Batch ─▶ charge_… ─▶ replies ─▶ outcomes
 *              one an event loop   gathers while calls are under way   one call: many commands, the like ones as one
 * </pre>
 */
@NullMarked
package io.farebox.redis;

import org.jspecify.annotations.NullMarked;
