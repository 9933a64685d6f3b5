package io.farebox.cassandra;

/** Every statement that is prepared; the tables are explained in schema.cql. */
enum Cql {
    INSERT_JOURNAL("INSERT INTO journal (partition, bucket, seq, at, block) VALUES (?, ?, ?, ?, ?)"),
    // The write time is the seq itself, so that the highest stays whatever order the writes arrive in.
    UPDATE_HEAD("UPDATE journal_head USING TIMESTAMP ? SET seq = ? WHERE partition = ?"),
    SELECT_HEAD("SELECT seq FROM journal_head WHERE partition = ?"),
    SELECT_TOP("SELECT seq FROM journal WHERE partition = ? AND bucket = ? ORDER BY seq DESC LIMIT 1"),
    SELECT_JOURNAL("SELECT seq, at, block FROM journal WHERE partition = ? AND bucket = ? AND seq >= ? AND seq <= ?"),

    INSERT_SNAPSHOT("INSERT INTO snapshot (partition, seq, chunk, parts) VALUES (?, ?, ?, ?)"),
    SELECT_SNAPSHOT("SELECT parts FROM snapshot WHERE partition = ? AND seq = ? AND chunk = ?"),
    DELETE_SNAPSHOT("DELETE FROM snapshot WHERE partition = ? AND seq = ? AND chunk = ?"),
    INSERT_SNAPSHOT_HEAD("INSERT INTO snapshot_head (partition, seq, at, chunks, sha256) VALUES (?, ?, ?, ?, ?)"),
    SELECT_SNAPSHOT_HEADS("SELECT seq, at, chunks, sha256 FROM snapshot_head WHERE partition = ?"),
    DELETE_SNAPSHOT_HEAD("DELETE FROM snapshot_head WHERE partition = ? AND seq = ?"),

    INSERT_ACCOUNT_RUN("INSERT INTO account_run (partition, bucket, account, at, seq, lines, usage)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ?"),
    SELECT_LINES("SELECT at, seq, lines FROM account_run WHERE partition = ? AND bucket = ? AND account = ?"
            + " AND (at) <= (?) AND (at) >= (?)"),
    SELECT_USAGE("SELECT at, seq, usage FROM account_run WHERE partition = ? AND bucket = ? AND account = ?"
            + " AND (at) <= (?) AND (at) >= (?)"),
    SELECT_LINES_OF_BLOCKS("SELECT at, seq, lines FROM account_block WHERE partition = ? AND bucket = ? AND account = ?"
            + " AND (at) <= (?) AND (at) >= (?)"),
    SELECT_USAGE_OF_BLOCKS("SELECT at, seq, usage FROM account_block WHERE partition = ? AND bucket = ? AND account = ?"
            + " AND (at) <= (?) AND (at) >= (?)"),

    INSERT_ACCOUNT_HOUR("INSERT INTO account_hour (account, year, hour, bucket) VALUES (?, ?, ?, ?)"),
    SELECT_ACCOUNT_HOURS(
            "SELECT hour, bucket FROM account_hour WHERE account = ? AND year = ? AND hour >= ? AND hour <= ?"),

    INSERT_SEND("INSERT INTO send (record, slot, chunk, at, sends, recipients) VALUES (?, ?, 0, ?, ?, ?)"),
    INSERT_CHUNK("INSERT INTO send (record, slot, chunk, recipients) VALUES (?, ?, ?, ?)"),
    UPDATE_LAPSES("UPDATE send SET lapses = lapses + ? WHERE record = ?"),
    SELECT_LAPSES("SELECT DISTINCT lapses FROM send WHERE record = ?"),
    // The row that begins with the send, or with one before it that shares its row.
    SELECT_SEND("SELECT slot, at, sends, recipients, lapses FROM send WHERE record = ? AND (slot, chunk) <= (?, 0)"
            + " ORDER BY slot DESC, chunk DESC LIMIT 1"),
    SELECT_CHUNK("SELECT recipients FROM send WHERE record = ? AND slot = ? AND chunk = ?"),

    INSERT_SINGLES(
            "INSERT INTO single_send (partition, bucket, record, slot, at, sends, recipients) VALUES (?, ?, ?, ?, ?, ?, ?)"),
    // The row that begins with the send, or with one before it that shares its row.
    SELECT_SINGLES(
            "SELECT slot, at, sends, recipients FROM single_send WHERE partition = ? AND bucket = ? AND record = ?"
                    + " AND slot <= ? LIMIT 1"),

    INSERT_SINGLE_BUCKET("INSERT INTO single_bucket (lane, record, bucket) VALUES (?, ?, ?)"),
    SELECT_SINGLE_BUCKETS(
            "SELECT bucket FROM single_bucket WHERE lane = ? AND record <= ? LIMIT " + SingleBucket.BUCKETS_MAX),

    INSERT_REPORTS("INSERT INTO report_run (partition, bucket, record, chunk, seq, reports) VALUES (?, ?, ?, ?, ?, ?)"
            + " USING TIMESTAMP ?"),
    SELECT_REPORTS("SELECT chunk, reports FROM report_run WHERE partition = ? AND bucket = ? AND record = ?"
            + " AND chunk >= ? AND chunk <= ?"),
    SELECT_REPORTS_OF_BLOCKS(
            "SELECT chunk, seq, at, reports FROM report_block WHERE partition = ? AND bucket = ? AND record = ?"
                    + " AND chunk >= ? AND chunk <= ?"),

    INSERT_RECORD_BUCKET("INSERT INTO record_bucket (record, bucket) VALUES (?, ?)"),
    SELECT_RECORD_BUCKETS("SELECT bucket FROM record_bucket WHERE record = ?"),

    INSERT_ACCOUNT("INSERT INTO account (id, path, name, time_zone, expiry_policy, billing, created_at, emails, labels)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"),
    SELECT_ACCOUNT("SELECT id, path, name, time_zone, expiry_policy, billing, created_at, emails, labels"
            + " FROM account WHERE id = ?"),
    INSERT_CHILD("INSERT INTO account_child (parent, child) VALUES (?, ?)"),
    SELECT_CHILDREN("SELECT child FROM account_child WHERE parent = ?"),

    INSERT_KEY("INSERT INTO api_key (id, account, role, name, secret_sha256, created_at) VALUES (?, ?, ?, ?, ?, ?)"),
    SELECT_KEY("SELECT id, account, role, name, secret_sha256, created_at FROM api_key WHERE id = ?"),
    DELETE_KEY("DELETE FROM api_key WHERE id = ?"),
    INSERT_ACCOUNT_KEY("INSERT INTO account_key (account, created_at, id) VALUES (?, ?, ?)"),
    SELECT_ACCOUNT_KEYS("SELECT id FROM account_key WHERE account = ?"),
    DELETE_ACCOUNT_KEY("DELETE FROM account_key WHERE account = ? AND created_at = ? AND id = ?"),

    INSERT_LIST("INSERT INTO account_list (account, name) VALUES (?, ?)"),
    SELECT_LISTS("SELECT name FROM account_list WHERE account = ?"),
    DELETE_LIST("DELETE FROM account_list WHERE account = ? AND name = ?"),

    INSERT_CONNECTION(
            "INSERT INTO connection (scope, id, name, provider, account, secret, previous_secret, previous_until,"
                    + " public_url, charge_at, deadline_seconds, on_deadline, late_delivery, failure_fee, overrides, fields, statuses,"
                    + " created_at)"
                    + " VALUES ('all', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
    SELECT_CONNECTION("SELECT id, name, provider, account, secret, previous_secret, previous_until,"
            + " public_url, charge_at, deadline_seconds, on_deadline, late_delivery, failure_fee, overrides, fields, statuses,"
            + " created_at FROM connection WHERE scope = 'all' AND id = ?"),
    SELECT_CONNECTIONS("SELECT id, name, provider, account, secret, previous_secret, previous_until,"
            + " public_url, charge_at, deadline_seconds, on_deadline, late_delivery, failure_fee, overrides, fields, statuses,"
            + " created_at FROM connection WHERE scope = 'all'"),
    DELETE_CONNECTION("DELETE FROM connection WHERE scope = 'all' AND id = ?"),
    INSERT_CONNECTION_NAME("INSERT INTO connection_name (name, id) VALUES (?, ?)"),
    SELECT_CONNECTION_NAME("SELECT id FROM connection_name WHERE name = ?"),
    DELETE_CONNECTION_NAME("DELETE FROM connection_name WHERE name = ?"),

    INSERT_PRICES("INSERT INTO price_book (owner, prices) VALUES (?, ?)"),
    SELECT_PRICES("SELECT prices FROM price_book WHERE owner = ?"),

    INSERT_PLAN("INSERT INTO plan (slice, account, id, credits, every, starts_at, time_zone, valid_days, note, given,"
            + " created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
    UPDATE_PLAN("UPDATE plan SET given = ? WHERE slice = ? AND account = ? AND id = ? IF EXISTS"),
    SELECT_PLANS("SELECT account, id, credits, every, starts_at, time_zone, valid_days, note, given, created_at"
            + " FROM plan WHERE slice = ?"),
    SELECT_PLANS_OF_ACCOUNT("SELECT account, id, credits, every, starts_at, time_zone, valid_days, note, given,"
            + " created_at FROM plan WHERE slice = ? AND account = ?"),
    DELETE_PLAN("DELETE FROM plan WHERE slice = ? AND account = ? AND id = ?"),

    INSERT_CHANGE("INSERT INTO directory_change (minute, id, kind, subject) VALUES (?, ?, ?, ?)"),
    SELECT_CHANGES("SELECT id, kind, subject FROM directory_change WHERE minute = ? AND id > minTimeuuid(?)");

    private final String text;

    Cql(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }
}
