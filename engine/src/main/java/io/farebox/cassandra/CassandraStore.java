package io.farebox.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import io.farebox.directory.Directory;
import io.farebox.directory.DirectoryChanges;
import io.farebox.directory.SecretBox;
import io.farebox.ledger.Archive;
import io.farebox.ledger.History;
import io.farebox.ledger.Snapshots;
import io.farebox.tracing.Tracing;
import java.time.InstantSource;
import reactor.core.publisher.Mono;

/** An open keyspace, and the ports it stands behind. */
public final class CassandraStore {
    private final Database database;
    private final Archive archive;
    private final History history;
    private final CassandraDirectory directory;

    private CassandraStore(Database database, CassandraSettings settings, SecretBox box) {
        this.database = database;
        archive = new JournalArchive(database, settings);
        history = new ArchiveHistory(database, settings);
        directory = new CassandraDirectory(database, box);
    }

    /**
     * Connects, makes the keyspace where it is missing, and brings its tables up to date; fails where it cannot.
     *
     * @param box seals the secrets of connections
     */
    public static Mono<CassandraStore> open(CassandraSettings settings, SecretBox box) {
        return open(settings, box, Tracing.NONE);
    }

    /** The same, traced. */
    public static Mono<CassandraStore> open(CassandraSettings settings, SecretBox box, Tracing tracing) {
        return new Driver(settings)
                .open()
                .flatMap(session -> upgraded(session, tracing)
                        .map(database -> new CassandraStore(database, settings, box))
                        .onErrorResume(failure ->
                                Mono.fromCompletionStage(session::closeAsync).then(Mono.error(failure))));
    }

    private static Mono<Database> upgraded(CqlSession session, Tracing tracing) {
        return new Schema(session, SchemaScript.load())
                .upgrade()
                .then(Mono.defer(() -> Database.prepare(session, tracing)));
    }

    public Archive archive() {
        return archive;
    }

    public Snapshots snapshots() {
        return new SnapshotChunks(database);
    }

    public History history() {
        return history;
    }

    /** Asks Cassandra each time; a cache belongs in front of it. */
    public Directory directory() {
        return directory;
    }

    public DirectoryChanges directoryChanges() {
        return new ChangeFeed(database, InstantSource.system());
    }

    Database database() {
        return database;
    }

    /** Lets requests that are under way finish, then disconnects. */
    public Mono<Void> close() {
        return database.close();
    }
}
