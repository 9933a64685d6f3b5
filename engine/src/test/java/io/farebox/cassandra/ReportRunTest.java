package io.farebox.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farebox.cassandra.ReportRun.Dated;
import io.farebox.ledger.Pack;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ReportRunTest {
    private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");

    @Test
    void isReadBackAsItWasWritten() {
        Random random = new Random(5);
        for (int size = 1; size < 200; size++) {
            ReportRun run = new ReportRun(reports(random, size));
            assertThat(ReportRun.unpack(run.pack().toBuffer())).isEqualTo(run);
        }
    }

    /** Blocks that leave some out, clocks that go back, reports that say the same and others that do not. */
    private static List<Dated> reports(Random random, int size) {
        List<Dated> reports = new ArrayList<>();
        long seq = random.nextLong(1L << 40);
        Instant at = NOON;
        for (int i = 0; i < size; i++) {
            if (random.nextInt(3) == 0) {
                seq += 1 + random.nextInt(300);
                at = at.plusMillis(random.nextInt(2000) - 500);
            }
            reports.add(new Dated(seq, at, report(random)));
        }
        return reports;
    }

    private static StoredReport report(Random random) {
        boolean common = random.nextInt(4) > 0;
        return new StoredReport(
                random.nextInt(1024),
                random.nextInt(50_000),
                common ? "delivered" : "failed",
                common ? "confirmed" : "released",
                common ? "DELIVRD" : "Größe " + random.nextInt(3),
                common ? 0 : random.nextInt(1_000_000));
    }

    @Test
    void takesThreeBytesForEachMoreThatSaysTheSame() {
        List<Dated> reports = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            reports.add(new Dated(7, NOON, new StoredReport(0, i, "delivered", "confirmed", "DELIVRD", 0)));
        }
        int one = new ReportRun(reports.subList(0, 500)).pack().size();
        assertThat(new ReportRun(reports).pack().size() - one).isEqualTo(3 * 500);
    }

    @Test
    void ofAnotherVersionIsRefused() {
        assertThatThrownBy(() -> ReportRun.unpack(new Pack().number(2).toBuffer()))
                .isInstanceOf(IllegalStateException.class);
    }
}
