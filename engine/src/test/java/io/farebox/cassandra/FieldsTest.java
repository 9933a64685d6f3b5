package io.farebox.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import io.farebox.charge.Ids;
import io.farebox.ledger.Pack;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FieldsTest {
    private static final String RECORD = Samples.record(7);

    @Test
    void whatIsPackedIsReadBackNewestFirst() {
        Random random = new Random(20_261_122);
        for (int round = 0; round < 300; round++) {
            List<Movement> lines = new ArrayList<>();
            for (int place = 0; place < random.nextInt(40); place++) {
                lines.add(0, any(random, 2 * place + random.nextInt(2)));
            }
            List<Movement> oldestFirst = new ArrayList<>(lines);
            Collections.reverse(oldestFirst);

            assertThat(Movement.unpackNewestFirst(Movement.pack(oldestFirst).toBuffer()))
                    .isEqualTo(lines);
        }
    }

    private static Movement any(Random random, int place) {
        return new Movement(
                place,
                random.nextBoolean() ? "RESERVED" : "CONFIRMED",
                random.nextBoolean() ? Samples.ROOT : Samples.LIST,
                Samples.ROOT,
                random.nextInt(3) - 1,
                random.nextLong(),
                random.nextInt(3),
                random.nextInt(4) == 0 ? "" : Ids.send(RECORD, random.nextInt(1024)),
                random.nextBoolean() ? "" : "Über 160 Zeichen",
                "",
                random.nextInt(2) == 0 ? "" : "ref-" + random.nextInt(3),
                Samples.KEY,
                "",
                random.nextInt(2));
    }

    @Test
    void linesOfSendsThatAreAlikeTakeAByteEach() {
        Pack one = Movement.pack(List.of(alike(0)));
        List<Movement> hundred = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            hundred.add(alike(i));
        }
        assertThat(Movement.pack(hundred).size() - one.size()).isEqualTo(99);
    }

    private static Movement alike(int i) {
        return new Movement(
                2 * i,
                "RESERVED",
                Samples.LIST,
                Samples.ROOT,
                -1_500_000,
                90_000_000 - 1_500_000L * i,
                1,
                Ids.send(RECORD, i),
                "",
                "spring",
                "",
                Samples.KEY);
    }
}
