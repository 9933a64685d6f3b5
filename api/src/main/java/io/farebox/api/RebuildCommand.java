package io.farebox.api;

import io.farebox.api.settings.Setting;
import io.farebox.api.settings.Settings;
import io.farebox.audit.AuditSettings;
import io.farebox.audit.Rebuild;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command that restores Redis from Cassandra. */
@Command(
        name = "rebuild",
        description = {
            "Writes into Redis what the journal adds up to, one partition after the other, from snapshot and blocks."
                    + " While a partition is written its calls get 503; engines serve it again by themselves.",
            "Ends with 0 where all are open again, 1 where one is not, 2 where it could not run."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class RebuildCommand extends StoreCommand {
    @Option(
            names = "--settled",
            paramLabel = "SECONDS",
            description = "How long the archive must have stood still before it is folded, because engines may still be"
                    + " storing blocks of a Redis that is gone (default ${DEFAULT-VALUE}); 0 where none runs.",
            defaultValue = "15")
    int settledSeconds = 15;

    @Override
    @SuppressWarnings("SystemOut") // it is a program for a terminal
    int run(OpenStores opened, Settings settings, Clock clock, List<Integer> partitions) {
        Rebuild rebuild = opened.rebuild(AuditSettings.thorough(settings.number(Setting.SNAPSHOT_EVERY_BLOCKS)), clock);
        boolean all = true;
        Duration settled = Duration.ofSeconds(settledSeconds);
        for (int one : partitions) {
            Rebuild.Result result = rebuild.rebuild(one, settled);
            // Waiting once is enough: the stores of all partitions had the time.
            settled = Duration.ZERO;
            all &= result.done();
            System.out.println("partition " + one
                    + (result.done() ? ": open at block " : ": not rebuilt, folded to block ") + result.seq()
                    + "; folded after block " + result.fromSeq() + ", wrote " + result.parts() + " parts");
            result.remarks().forEach(remark -> System.out.println("  " + remark));
        }
        return all ? CLEAN : DIFFERENT;
    }
}
