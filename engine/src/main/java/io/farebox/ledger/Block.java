package io.farebox.ledger;

import io.farebox.charge.Entry;
import java.util.List;

/**
 * What one atomic script call changed: the unit of a partition's journal.
 *
 * @param seq place in the partition's journal, gapless from 1
 * @param atMs when it was decided (UTC epoch)
 * @param entries in the order in which they were decided; never empty
 */
public record Block(long seq, long atMs, List<Entry> entries) {}
