package io.farebox.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.farebox.loadtest.site.TinyFarebox;
import io.farebox.loadtest.site.TinyFarebox.Fault;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The whole load test, with Gatling, against a server of the test's own. */
class LoadTestTest {
    @TempDir
    Path results;

    @Test
    void aServerThatKeepsItsBooksPasses() {
        assertThat(run(Fault.NONE)).isZero();
    }

    @Test
    void aServerThatChargesTwiceFails() {
        assertThat(run(Fault.CHARGES_TWICE)).isEqualTo(1);
    }

    private int run(Fault fault) {
        try (TinyFarebox farebox = new TinyFarebox(fault)) {
            return new CommandLine(new LoadTest())
                    .execute(
                            "--url=" + farebox.uri(),
                            "--key=operator",
                            "--rate=100",
                            "--seconds=2",
                            "--burst-every=1",
                            "--burst-recipients=2000",
                            "--customers=2",
                            "--lag=0",
                            "--results=" + results);
        }
    }
}
