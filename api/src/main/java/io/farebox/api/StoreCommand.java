package io.farebox.api;

import io.farebox.api.settings.Setting;
import io.farebox.api.settings.Settings;
import io.farebox.directory.SecretBox;
import io.farebox.tracing.Tracing;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import reactor.core.Exceptions;

/** A command on the stores that runs beside the engines, on one partition or on all. */
abstract class StoreCommand extends ConfiguredCommand {
    /** Nothing that a connection keeps sealed is of use here. */
    static final SecretBox NO_SECRETS = new SecretBox(List.of(new byte[SecretBox.KEY_BYTES]));

    @Option(names = "--partition", paramLabel = "N", description = "Only this partition, from 0.")
    @Nullable
    Integer partition;

    /** What is to be done, with both stores open; returns the exit code. */
    abstract int run(OpenStores opened, Settings settings, Clock clock, List<Integer> partitions);

    @Override
    @SuppressWarnings("SystemOut") // it is a program for a terminal
    public final Integer call() {
        try {
            Settings settings = settings(System.getenv(), config);
            Clock clock = Clock.systemUTC();
            List<Integer> partitions = partitions(settings.number(Setting.PARTITIONS));
            OpenStores opened =
                    OpenStores.open(settings, NO_SECRETS, clock, new CompositeMeterRegistry(), Tracing.NONE);
            try {
                return run(opened, settings, clock, partitions);
            } finally {
                opened.close();
            }
        } catch (Settings.Faulty e) {
            e.sentences().forEach(System.err::println);
        } catch (CannotStart e) {
            System.err.println(e.getMessage());
        } catch (RuntimeException e) {
            System.err.println("It broke off: " + Exceptions.unwrap(e) + ".");
        }
        return COULD_NOT_RUN;
    }

    private List<Integer> partitions(int count) throws CannotStart {
        Integer one = partition;
        if (one == null) {
            return new ArrayList<>(IntStream.range(0, count).boxed().toList());
        }
        if (one < 0 || one >= count) {
            throw new CannotStart(
                    "--partition must be from 0 to " + (count - 1) + ", not " + one + ".",
                    new IllegalArgumentException());
        }
        return List.of(one);
    }
}
