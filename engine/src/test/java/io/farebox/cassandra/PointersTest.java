package io.farebox.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import io.farebox.charge.Ids;
import org.junit.jupiter.api.Test;

final class PointersTest {
    private static SingleBucket single(long count, long bucket) {
        return new SingleBucket(Ids.record(3, 77, count), bucket);
    }

    @Test
    void ofRecordsInOneBucketTheLowestIsPointedTo() {
        Pointers pointers = new Pointers(new Pointers.Written());
        pointers.add(single(12, 4));
        pointers.add(single(11, 4));
        pointers.add(single(13, 4));
        assertThat(pointers.needed())
                .singleElement()
                .isInstanceOfSatisfying(
                        SingleBucket.class,
                        pointer -> assertThat(pointer.record()).isEqualTo(Ids.record(3, 77, 11)));
    }

    @Test
    void whatWasWrittenIsWrittenAgainOnlyForALowerRecord() {
        Pointers.Written written = new Pointers.Written();
        Pointers first = new Pointers(written);
        first.add(single(12, 4));
        first.add(new RecordBucket("record", 4));
        written.add(first.needed());

        Pointers second = new Pointers(written);
        second.add(single(13, 4));
        second.add(new RecordBucket("record", 4));
        assertThat(second.needed()).isEmpty();
        second.add(single(11, 4));
        second.add(single(13, 5));
        assertThat(second.needed()).hasSize(2);
        written.add(second.needed());

        Pointers third = new Pointers(written);
        third.add(single(11, 4));
        assertThat(third.needed()).isEmpty();
    }
}
