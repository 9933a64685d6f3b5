package io.farebox.api;

import io.farebox.api.settings.Setting;
import io.farebox.api.settings.Settings;
import io.farebox.cassandra.CassandraStore;
import io.farebox.tracing.Tracing;
import picocli.CommandLine.Command;

/**
 * The command that brings the keyspace up to date before the engines of a new version start.
 *
 * <p>Engines do the same when they start; where several start at once, all but one wait for it. It ends with 0 when
 * there is nothing left to do, and with 2 where it could not be done.
 */
@Command(
        name = "schema",
        description = "Makes the keyspace and its tables, or brings them up to date.",
        mixinStandardHelpOptions = true)
@SuppressWarnings("SystemOut") // it is a program for a terminal
final class SchemaCommand extends ConfiguredCommand {
    @Override
    public Integer call() {
        try {
            Settings settings = settings(System.getenv(), config);
            CassandraStore store = OpenStores.cassandra(settings, StoreCommand.NO_SECRETS, Tracing.NONE);
            OpenStores.close(store);
            System.out.println("The keyspace " + settings.text(Setting.CASSANDRA_KEYSPACE) + " is up to date.");
            return CLEAN;
        } catch (Settings.Faulty e) {
            e.sentences().forEach(System.err::println);
        } catch (CannotStart e) {
            System.err.println(e.getMessage());
        }
        return COULD_NOT_RUN;
    }
}
