package io.farebox.api.send;

import io.farebox.api.json.JsonOutput;
import io.farebox.charge.Balance;
import io.farebox.charge.Ids;
import io.farebox.charge.Order;
import io.farebox.charge.Outcome;
import io.farebox.charge.PriceClass;
import io.farebox.rating.Destination;
import io.farebox.rating.Destinations;
import io.farebox.rating.E164;
import io.farebox.rating.InvalidNumber;
import io.farebox.rating.Unroutable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a send, written from the order as it was reserved, so that a repeated answer is the first one's equal.
 *
 * <p>A message's index is its recipient's place in {@code to}: refused recipients leave holes in the ids.
 */
final class SendAnswer {
    /** Why a recipient of a partial send was left out that could have been sent to. */
    static final String NO_CREDITS = "insufficient-credits";

    private static final int MESSAGE_BYTES = 128;
    private static final int FRAME_BYTES = 512;

    private final Destinations destinations;

    SendAnswer(Destinations destinations) {
        this.destinations = destinations;
    }

    /**
     * Writes what is held.
     *
     * @param send the send's id
     * @param minimal whether to leave the messages out
     */
    JsonOutput held(
            String send, String status, List<String> to, Order order, Outcome.Reserved reserved, boolean minimal) {
        return write(send, status, to, order, reserved, minimal).close();
    }

    /** Writes what would be held, and what each level would have left of it. */
    JsonOutput tried(List<String> to, Order order, DryRun.Tried tried, boolean minimal) {
        JsonOutput out = write(null, "dry-run", to, order, tried.reserved(), minimal);
        out.openArray("levels");
        tried.levels()
                .forEach(level -> out.open()
                        .field("node", level.node())
                        .field("limit", level.limit())
                        .credits("left", level.leftMicro())
                        .close());
        return out.closeArray().close();
    }

    private JsonOutput write(
            @Nullable String send,
            String status,
            List<String> to,
            Order order,
            Outcome.Reserved reserved,
            boolean minimal) {
        JsonOutput out = new JsonOutput(FRAME_BYTES + (minimal ? 0 : MESSAGE_BYTES * to.size()));
        out.open().field("id", send).field("status", status);
        out.field("count", reserved.count());
        out.open("credits")
                .credits("reserved", reserved.creditsMicro())
                .credits("confirmed", 0)
                .credits("released", 0)
                .close();
        if (!minimal) {
            messages(out, send, to, order, reserved.upTo());
        }
        refused(out, to, order, reserved.upTo());
        Balance balance = reserved.balance();
        out.open("balance")
                .credits("available", balance.availableMicro())
                .credits("reserved", balance.reservedMicro())
                .credits("confirmed", balance.confirmedMicro())
                .close();
        return out;
    }

    private static void messages(JsonOutput out, @Nullable String send, List<String> to, Order order, int upTo) {
        out.openArray("messages");
        for (int i = 0; i < upTo; i++) {
            int number = order.classOf(i);
            if (number == 0) {
                continue;
            }
            PriceClass priceClass = order.classes().get(number - 1);
            out.open();
            if (send != null) {
                out.field("id", Ids.message(send, i));
            }
            out.field("to", to.get(i))
                    .field("country", priceClass.country())
                    .field("segments", priceClass.segments())
                    .credits("credits", priceClass.creditsMicro())
                    .close();
        }
        out.closeArray();
    }

    private void refused(JsonOutput out, List<String> to, Order order, int upTo) {
        out.openArray("refused");
        // One class and no map: rating refused nobody, and only a partial send can have left someone out.
        int from = order.classMap().length == 0 ? upTo : 0;
        for (int i = from; i < order.count(); i++) {
            boolean unrated = order.classOf(i) == 0;
            if (unrated || i >= upTo) {
                refusal(out, to.get(i), i, unrated ? reason(to.get(i)) : NO_CREDITS);
            }
        }
        out.closeArray();
    }

    static void refusal(JsonOutput out, String to, int index, String reason) {
        out.open().field("to", to).field("reason", reason).field("index", index).close();
    }

    /** Whether a number is one does not change with prices, so the reason is the one that was found first. */
    private String reason(String to) {
        Destination destination = destinations.resolve(E164.pack(to));
        return destination instanceof InvalidNumber invalid ? invalid.reason() : Unroutable.NO_PRICE.reason();
    }
}
