package io.farebox.api;

import io.farebox.api.settings.Setting;
import io.farebox.api.settings.Settings;
import io.farebox.cassandra.CassandraStore;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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
final class SchemaCommand implements Callable<Integer> {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "A properties file with settings; the environment wins over it.")
    @Nullable
    Path config;

    @Override
    public Integer call() {
        try {
            Settings settings = Settings.load(System.getenv(), config, EnumSet.of(Setting.OPERATOR_KEY));
            CassandraStore store = OpenStores.cassandra(settings, StoreCommand.NO_SECRETS);
            OpenStores.close(store);
            System.out.println("The keyspace " + settings.text(Setting.CASSANDRA_KEYSPACE) + " is up to date.");
            return StoreCommand.CLEAN;
        } catch (Settings.Faulty e) {
            e.sentences().forEach(System.err::println);
        } catch (CannotStart e) {
            System.err.println(e.getMessage());
        }
        return StoreCommand.COULD_NOT_RUN;
    }
}
