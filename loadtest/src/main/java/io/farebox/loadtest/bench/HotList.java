package io.farebox.loadtest.bench;

import io.farebox.loadtest.load.Result;
import io.farebox.loadtest.site.Customer;
import io.farebox.local.RedisServer.Fsync;
import java.io.IOException;
import java.nio.file.Path;

/** Single-message sends to one list at five levels of subaccounts, against a flat account. */
final class HotList implements Row {
    private final Customer root;
    private final Path requests;

    HotList(Field field) throws IOException, InterruptedException {
        root = field.customers().root("nested");
        field.books().open(root);
        requests = field.hotListSingles(root);
    }

    @Override
    public String what() {
        return "one hot list five levels down";
    }

    @Override
    public String against() {
        return "a flat account";
    }

    @Override
    public Goal goal() {
        return Goal.ratioAtLeast(0.8);
    }

    @Override
    public Reading measure(Round round) throws IOException, InterruptedException {
        Field field = round.field();
        Result nested = field.runSends(field.plan(field.api(), requests), root, 1);
        round.drain();
        return Reading.ratio(nested.perSecond(), round.singles(Fsync.ALWAYS).perSecond());
    }
}
