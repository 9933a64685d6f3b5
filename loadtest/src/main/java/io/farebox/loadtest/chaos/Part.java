package io.farebox.loadtest.chaos;

/** What can be struck: the three processes and the three lines between them and their clients. */
enum Part {
    ENGINE,
    REDIS,
    CASSANDRA,
    CLIENT_LINE,
    REDIS_LINE,
    CASSANDRA_LINE
}
