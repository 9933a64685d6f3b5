/**
 * The proof that a partition's state is what its journal says, and the way back where it is not.
 *
 * <p>It is the auditor, which folds the journal beside the traffic and compares the fold with the live state and with
 * what the archive answers from; the snapshots, which are that fold; the rebuild, which writes it back; and the watch
 * over which partitions may be served. It knows the core, the ports of the ledger and the catalogue of meters. It never
 * knows Redis, Cassandra or a client.
 *
 * <pre>
 * Snapshots ─▶ JournalFold ◀─ blocks of the archive, then of the stream
 *                  │  each entry: EntryCheck, the rules
 *                  ├─ LedgerCheck, SendCheck ◀─ History        up to the archive's end
 *                  └─ LiveCheck ◀─ LiveState, batch by batch    at the block that each batch is the state of
 * </pre>
 */
@NullMarked
package io.farebox.audit;

import org.jspecify.annotations.NullMarked;
