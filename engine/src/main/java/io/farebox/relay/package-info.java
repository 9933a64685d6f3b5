/**
 * What happens without being asked for: journal blocks go from the stream to the archive, deadlines and packages that have
 * ended are swept, and plans give.
 *
 * <pre>
 * JournalStream ─ pending, reclaimed, new ─▶ Relay ─ store, again until it is done ─▶ Archive
 *        ▲                                     │
 *        └──────────── acknowledge ────────────┘
 * </pre>
 *
 * It drops nothing and keeps no state of its own: what it had not acknowledged when it died is handed out again, to it or
 * to another engine. Sweeps and plans repeat themselves without effect in the same way. It knows the ports of the ledger,
 * of the directory and of tracing, and the catalogue of meters. It never knows Redis, Cassandra or what an entry means.
 */
@NullMarked
package io.farebox.relay;

import org.jspecify.annotations.NullMarked;
