package io.farebox.cassandra;

import io.farebox.ledger.History.UsageLine;
import io.farebox.ledger.Pack;
import io.farebox.ledger.Unpack;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Messages and micro-credits by list, label, country and status: of one account, in one block or over many. */
final class UsageTally {
    private static final int VERSION = 1;

    private record Key(String list, String label, String country, String status) {}

    private static final Comparator<Key> ORDER = Comparator.comparing(Key::list)
            .thenComparing(Key::label)
            .thenComparing(Key::country)
            .thenComparing(Key::status);

    private record Sum(long messages, long creditsMicro) {
        Sum plus(Sum other) {
            return new Sum(messages + other.messages, creditsMicro + other.creditsMicro);
        }
    }

    private final Map<Key, Sum> sums = new TreeMap<>(ORDER);

    void add(String list, String label, String country, String status, long messages, long creditsMicro) {
        sums.merge(new Key(list, label, country, status), new Sum(messages, creditsMicro), Sum::plus);
    }

    /** Adds what was packed. */
    void add(ByteBuffer packed) {
        Unpack unpack = new Unpack(packed);
        Columns.checkVersion(VERSION, unpack.count());
        while (unpack.hasMore()) {
            add(unpack.text(), unpack.text(), unpack.text(), unpack.text(), unpack.number(), unpack.number());
        }
    }

    /** The same bytes for the same content, so that writing a block again writes the same row. */
    Pack pack() {
        Pack pack = new Pack().number(VERSION);
        sums.forEach((key, sum) -> pack.text(key.list())
                .text(key.label())
                .text(key.country())
                .text(key.status())
                .number(sum.messages())
                .number(sum.creditsMicro()));
        return pack;
    }

    int size() {
        return sums.size();
    }

    Stream<UsageLine> lines(LocalDate day) {
        return sums.entrySet().stream()
                .map(entry -> new UsageLine(
                        day,
                        entry.getKey().list(),
                        entry.getKey().label(),
                        entry.getKey().country(),
                        entry.getKey().status(),
                        entry.getValue().messages(),
                        entry.getValue().creditsMicro()));
    }
}
