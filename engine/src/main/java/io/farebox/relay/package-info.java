/**
 * The way of journal blocks from the stream to the archive.
 *
 * <pre>
 * JournalStream ─ pending, reclaimed, new ─▶ Relay ─ store, again until it is done ─▶ Archive
 *        ▲                                     │
 *        └──────────── acknowledge ────────────┘
 * </pre>
 *
 * It drops nothing and keeps no state of its own: what it had not acknowledged when it died is handed out again, to it or
 * to another engine. It knows the ports of the ledger and the catalogue of meters. It never knows Redis, Cassandra or
 * what an entry means.
 */
@NullMarked
package io.farebox.relay;

import org.jspecify.annotations.NullMarked;
