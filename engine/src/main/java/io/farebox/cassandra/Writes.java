package io.farebox.cassandra;

import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchType;
import com.datastax.oss.driver.api.core.cql.BatchableStatement;
import com.datastax.oss.driver.api.core.cql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows to write, gathered by the Cassandra partition they belong to.
 *
 * <p>The rows of one partition key, also of several tables that share it, become one mutation of the server however many
 * they are: that, not the number of rows, is what a write costs.
 */
final class Writes {
    /** A partition key. */
    record Target(String scope, String id, long part) {}

    private final int rowsMax;
    private final int bytesMax;
    private final Map<Target, Group> groups = new LinkedHashMap<>();

    Writes(int rowsMax, int bytesMax) {
        this.rowsMax = rowsMax;
        this.bytesMax = bytesMax;
    }

    /**
     * Adds a row.
     *
     * @param bytes its size, by estimate
     */
    void add(Target target, BatchableStatement<?> row, int bytes) {
        groups.computeIfAbsent(target, t -> new Group()).add(row, bytes);
    }

    /** All that was added, as few statements as the bounds allow. */
    List<Statement<?>> statements() {
        List<Statement<?>> statements = new ArrayList<>();
        groups.values().forEach(group -> group.batches.forEach(batch -> statements.add(statement(batch))));
        return statements;
    }

    private static Statement<?> statement(List<BatchableStatement<?>> rows) {
        return rows.size() == 1
                ? rows.get(0)
                : BatchStatement.builder(BatchType.UNLOGGED).addStatements(rows).build();
    }

    private final class Group {
        private final List<List<BatchableStatement<?>>> batches = new ArrayList<>();
        private List<BatchableStatement<?>> open = List.of();
        private int openBytes;

        void add(BatchableStatement<?> row, int bytes) {
            if (open.isEmpty() || open.size() == rowsMax || openBytes + bytes > bytesMax) {
                open = new ArrayList<>();
                openBytes = 0;
                batches.add(open);
            }
            open.add(row);
            openBytes += bytes;
        }
    }
}
