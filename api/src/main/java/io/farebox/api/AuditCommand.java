package io.farebox.api;

import io.farebox.api.json.JsonOutput;
import io.farebox.api.settings.Setting;
import io.farebox.api.settings.Settings;
import io.farebox.audit.AuditSettings;
import io.farebox.audit.Auditor;
import io.farebox.audit.Difference;
import io.farebox.audit.Report;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command that compares journal, Redis and projections while traffic goes on, and names what differs. */
@Command(
        name = "audit",
        description = {
            "Folds the journal, compares it with Redis and with the ledger and sends in Cassandra, and checks its rules;"
                    + " engines may run meanwhile.",
            "Ends with 0 where all agree, 1 where something differs, 2 where it could not run."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class AuditCommand extends StoreCommand {
    @Option(names = "--from-start", description = "From the first block on, and the stored snapshots on the way.")
    boolean fromStart;

    @Option(names = "--json", description = "A JSON object for each partition, on a line each.")
    boolean json;

    @Override
    @SuppressWarnings("SystemOut") // it is a program for a terminal
    int run(OpenStores opened, Settings settings, Clock clock, List<Integer> partitions) {
        Auditor auditor = opened.auditor(AuditSettings.thorough(settings.number(Setting.SNAPSHOT_EVERY_BLOCKS)), clock);
        long differences = 0;
        for (int one : partitions) {
            Report report = fromStart ? auditor.auditFromStart(one) : auditor.audit(one, 0);
            differences += report.differenceCount();
            System.out.println(json ? json(report) : text(report));
        }
        if (!json) {
            System.out.println(differences == 0 ? "All agree." : differences(differences) + ".");
        }
        return differences == 0 ? CLEAN : DIFFERENT;
    }

    private static String text(Report report) {
        StringBuilder text = new StringBuilder()
                .append("partition ")
                .append(report.partition())
                .append(report.isClean() ? ": clean" : ": " + differences(report.differenceCount()))
                .append(" at block ")
                .append(report.seq())
                .append("; folded ")
                .append(report.entries())
                .append(" entries after block ")
                .append(report.fromSeq())
                .append(", compared ")
                .append(report.compared())
                .append(" nodes, records and answers, ")
                .append(report.lines())
                .append(" ledger lines, ")
                .append(report.messages())
                .append(" messages")
                .append(report.snapshotTaken() ? "; snapshot taken" : "");
        report.differences().forEach(difference -> text.append("\n  ").append(difference.text()));
        long untold = report.differenceCount() - report.differences().size();
        return untold > 0
                ? text.append("\n  and ").append(untold).append(" more").toString()
                : text.toString();
    }

    private static String differences(long count) {
        return count == 1 ? "1 difference" : count + " differences";
    }

    private static String json(Report report) {
        JsonOutput out = new JsonOutput(1024).open();
        out.field("partition", report.partition())
                .field("clean", report.isClean())
                .field("fromSeq", report.fromSeq())
                .field("archivedSeq", report.archivedSeq())
                .field("seq", report.seq())
                .field("entries", report.entries())
                .field("compared", report.compared())
                .field("ledgerLines", report.lines())
                .field("messages", report.messages())
                .field("snapshotTaken", report.snapshotTaken())
                .field("differenceCount", report.differenceCount());
        out.openArray("differences");
        for (Difference difference : report.differences()) {
            out.open()
                    .field("subject", difference.subject().word())
                    .field("id", difference.id())
                    .field("what", difference.what())
                    .field("journal", difference.journal())
                    .field("found", difference.found())
                    .field("sinceSeq", difference.seq())
                    .close();
        }
        out.closeArray().close();
        return new String(out.array(), 0, out.size(), StandardCharsets.UTF_8);
    }
}
