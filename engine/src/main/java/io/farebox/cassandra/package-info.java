/**
 * The archive, the history and the directory on Apache Cassandra.
 *
 * <p>It is the only place that talks to Cassandra: {@link io.farebox.cassandra.CassandraStore} opens it and hands out
 * the ports it stands behind. Everything it writes for a block can be written again, by anyone and in any order, and
 * what is read from it stays the same:
 *
 * <pre>
 * block ─▶ Projection ─▶ rows ─▶ Writes: one batch per Cassandra partition ─▶ journal, account_run, report_run
 *                                                                             send, record_bucket · account_hour
 * </pre>
 *
 * It knows the ports of ledger and directory, the entries of the core and the driver. It never knows Redis, HTTP or a
 * balance, and never decides anything.
 */
@NullMarked
package io.farebox.cassandra;

import org.jspecify.annotations.NullMarked;
