/**
 * The ports between the charging core and its stores, and the journal's vocabulary.
 *
 * <p>It is what the rest of the engine and the API talk to: {@link io.farebox.ledger.Charger} takes commands,
 * {@link io.farebox.ledger.Balances} reads the tree, {@link io.farebox.ledger.JournalStream} hands out what was
 * journalled, {@link io.farebox.ledger.Archive} keeps it and {@link io.farebox.ledger.History} answers from it.
 * {@link io.farebox.ledger.LiveState}, {@link io.farebox.ledger.Snapshots}, {@link io.farebox.ledger.Restoration} and
 * {@link io.farebox.ledger.Fences} are what auditing and rebuilding need. It knows the core and Reactor. It never knows which store stands behind a port.
 */
@NullMarked
package io.farebox.ledger;

import org.jspecify.annotations.NullMarked;
