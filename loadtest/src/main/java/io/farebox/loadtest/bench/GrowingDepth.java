package io.farebox.loadtest.bench;

import io.farebox.loadtest.site.Customer;
import java.io.IOException;
import java.util.List;

/** More and more levels of subaccounts above one list. */
final class GrowingDepth implements Growing {
    private static final String LIST = "deep";

    private final Field field;

    GrowingDepth(Field field) {
        this.field = field;
    }

    @Override
    public String what() {
        return "levels";
    }

    @Override
    public String expected() {
        return "≥ 0.80 at 5";
    }

    @Override
    public List<Long> sizes() {
        return List.of(0L, 1L, 2L, 3L, 4L, 5L);
    }

    @Override
    public List<Grown> at(long size, Round round) throws IOException, InterruptedException {
        Customer root = field.customers().root("depth " + size);
        field.books().open(root);
        Customer sender = root;
        if (size == 0) {
            field.customers().list(root.account(), LIST);
        } else {
            sender = field.customers().nested(root, (int) size, LIST);
        }
        var result = field.runSends(field.plan(field.api(), field.singles(List.of(sender), LIST)), root, 1);
        round.drain();
        return List.of(Grown.of("single sends to one list", size, result, 1));
    }
}
