package io.farebox.cassandra;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** The pointers that one write of blocks needs: each once, and none that was written before. */
final class Pointers {
    /** Those that are known to be written, of all writes; forgetting one costs a write that changes nothing. */
    static final class Written {
        private static final int WRITTEN_MAX = 200_000;

        private final Cache<Pointer, Pointer> all =
                Caffeine.newBuilder().maximumSize(WRITTEN_MAX).build();

        private boolean covers(Pointer pointer) {
            Pointer before = all.getIfPresent(pointer);
            return before != null && before.covers(pointer);
        }

        /** Takes note that these were written. */
        void add(Collection<Pointer> pointers) {
            pointers.forEach(pointer -> all.put(pointer, pointer));
        }
    }

    private final Written written;
    private final Map<Pointer, Pointer> needed = new HashMap<>();

    Pointers(Written written) {
        this.written = written;
    }

    /** Is told where rows lie. */
    void add(Pointer pointer) {
        Pointer before = needed.get(pointer);
        if (before != null) {
            if (!before.covers(pointer)) {
                needed.remove(pointer);
                needed.put(pointer, pointer);
            }
        } else if (!written.covers(pointer)) {
            needed.put(pointer, pointer);
        }
    }

    /** What is to be written. */
    Collection<Pointer> needed() {
        return needed.values();
    }
}
