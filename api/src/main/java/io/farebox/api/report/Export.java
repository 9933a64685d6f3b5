package io.farebox.api.report;

import io.farebox.api.http.Answer;
import io.farebox.ledger.Page;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * A report as a file: pages are asked for one by one, each when the client has taken the one before.
 *
 * <p>Formatting and deflating a page takes milliseconds, so it is done off the event loop.
 */
final class Export {
    static final int PAGE_ROWS = 1_000;

    /** Asks for the page at a cursor, null for the first. */
    interface Pages<T> extends Function<String, Mono<Page<T>>> {
        Mono<Page<T>> at(@Nullable String cursor);

        @Override
        default Mono<Page<T>> apply(String cursor) {
            return at(cursor);
        }
    }

    private Export() {}

    static <T> Mono<Answer> answer(Format format, Table<T> table, Pages<T> pages) {
        // The first page is asked for before the status goes out: a store that is away is still a problem then.
        return pages.at(null).map(first -> {
            Flux<Page<T>> all = Flux.concat(
                    Mono.just(first),
                    first.next() == null
                            ? Flux.empty()
                            : pages.apply(first.next())
                                    .expand(page -> page.next() == null ? Mono.empty() : pages.apply(page.next())));
            return Answer.parts(
                            format.mediaType() + (format == Format.CSV ? "; charset=utf-8" : ""),
                            file(format, table, all))
                    .with("Content-Disposition", "attachment; filename=\"" + table.name() + "." + format.text() + "\"");
        });
    }

    private static <T> Flux<Buffer> file(Format format, Table<T> table, Flux<Page<T>> pages) {
        return Flux.defer(() -> {
            FileWriter<T> file = FileWriter.of(format, table);
            int[] left = {file.rowsMax()};
            return pages.publishOn(Schedulers.boundedElastic(), 1)
                    .map(page -> {
                        List<T> rows = page.items()
                                .subList(0, Math.min(left[0], page.items().size()));
                        left[0] -= rows.size();
                        return written(file, rows);
                    })
                    .concatWith(Mono.fromSupplier(() -> ended(file)).subscribeOn(Schedulers.boundedElastic()))
                    .filter(buffer -> buffer.length() > 0);
        });
    }

    private static <T> Buffer written(FileWriter<T> file, List<T> rows) {
        try {
            file.write(rows);
            return Buffer.buffer(file.take());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> Buffer ended(FileWriter<T> file) {
        try {
            file.end();
            return Buffer.buffer(file.take());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
