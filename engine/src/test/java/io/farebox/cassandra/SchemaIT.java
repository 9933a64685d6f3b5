package io.farebox.cassandra;

import static io.farebox.cassandra.Keyspaces.await;
import static io.farebox.cassandra.Keyspaces.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

final class SchemaIT {
    @Test
    void enginesThatStartAtOnceUpgradeOnce() {
        CassandraSettings settings = Keyspaces.fresh();

        List<CassandraStore> stores = await(Flux.range(0, 4)
                .flatMap(i -> CassandraStore.open(settings, Keyspaces.BOX))
                .collectList());

        assertThat(stores).hasSize(4);
        stores.forEach(store -> run(store.close()));
        assertUpgraded(settings);
    }

    @Test
    void upgradingAgainChangesNothing() {
        CassandraSettings settings = Keyspaces.fresh();
        run(await(CassandraStore.open(settings, Keyspaces.BOX)).close());
        run(await(CassandraStore.open(settings, Keyspaces.BOX)).close());
        assertUpgraded(settings);
    }

    @Test
    void anUpgradeThatWasCutShortIsFinished() {
        CassandraSettings settings = Keyspaces.fresh();
        SchemaScript whole = SchemaScript.load();
        try (CqlSession session = Keyspaces.session(settings)) {
            String firstTable = whole.steps().get(0).statements().get(0);
            session.execute(firstTable);
            run(new Schema(session, whole).upgrade());
        }
        assertUpgraded(settings);
    }

    @Test
    void aLockWhoseAnswerWasLostIsOurs() {
        CassandraSettings settings = Keyspaces.fresh();
        SchemaScript whole = SchemaScript.load();
        try (CqlSession session = Keyspaces.session(settings)) {
            session.execute("CREATE TABLE schema_lock (scope text, owner text, PRIMARY KEY (scope))");
            session.execute("INSERT INTO schema_lock (scope, owner) VALUES ('farebox', 'this one') USING TTL 120");
            new Schema(session, whole, "this one").upgrade().block(Duration.ofSeconds(60));
        }
        assertUpgraded(settings);
    }

    @Test
    void everyTableAndColumnIsExplained() {
        List<String> lines;
        try (var in = SchemaIT.class.getResourceAsStream("schema.cql")) {
            assertThat(in).isNotNull();
            lines = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        assertThat(lines.stream().filter(l -> l.startsWith("    ") && !l.contains("PRIMARY KEY")))
                .isNotEmpty()
                .allMatch(l -> l.contains(" -- "));
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("CREATE TABLE")) {
                assertThat(lines.get(i - 1)).startsWith("-- ");
            }
        }
    }

    @Test
    void stepsAreNumberedWithoutAGap() {
        assertThatThrownBy(() -> SchemaScript.parse("-- step 1: a\nA;\n-- step 3: b\nB;\n"))
                .hasMessage("step 3 does not follow step 1");
        assertThat(SchemaScript.parse("-- head\n-- step 1: a\nA; -- why\nB;\n-- step 2: b\nC;")
                        .steps())
                .containsExactly(new SchemaScript.Step(1, List.of("A", "B")), new SchemaScript.Step(2, List.of("C")));
    }

    private static void assertUpgraded(CassandraSettings settings) {
        try (CqlSession session = Keyspaces.session(settings)) {
            int newest = SchemaScript.load().newest();
            assertThat(await(new Schema(session, SchemaScript.load()).version()))
                    .isEqualTo(newest);
            List<Integer> steps = StreamSupport.stream(
                            session.execute("SELECT step FROM schema_version").spliterator(), false)
                    .map(row -> row.getInt("step"))
                    .toList();
            assertThat(steps).hasSize(newest);
            assertThat(session.execute("SELECT owner FROM schema_lock").one()).isNull();
        }
    }
}
