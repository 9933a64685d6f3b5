package io.farebox.api.send;

import io.farebox.api.json.JsonInput;
import io.farebox.api.json.JsonOutput;
import io.farebox.charge.Balance;
import io.farebox.charge.Ids;
import io.farebox.charge.Order;
import io.farebox.charge.Outcome;
import io.farebox.micro.Material;
import io.farebox.micro.OneCore;
import io.farebox.micro.Text;
import io.farebox.rating.Channel;
import io.farebox.rating.Destinations;
import io.farebox.rating.PriceBook;
import io.farebox.rating.Rater;
import io.farebox.rating.Rating;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** A request to send, from the bytes that came to the bytes that go out, without what happens in Redis between. */
public class SendBenchmark extends OneCore {
    private static final int RECIPIENTS_MAX = 50_000;
    private static final String RECORD = Ids.record(0, 1, 1);
    private static final String SEND = Ids.send(RECORD, 0);
    private static final Balance BALANCE = new Balance(999_999_500_000L, 1_500_000, 12_000_000);

    @Param({"1", "1000"})
    public int messages;

    private final Destinations destinations = Destinations.load();
    private final Rater rater = new Rater(destinations);
    private final SendAnswer answers = new SendAnswer(destinations);
    private final PriceBook book = Material.book();
    private final List<byte[]> bodies = new ArrayList<>();
    private final List<SendRequest> requests = new ArrayList<>();
    private final List<Order> orders = new ArrayList<>();
    private int next;

    @Setup
    public void prepare() {
        for (List<String> to : Material.recipients(messages)) {
            bodies.add(body(to));
            SendRequest request = read(bodies.get(bodies.size() - 1));
            requests.add(request);
            orders.add(order(request));
        }
    }

    private static byte[] body(List<String> to) {
        String recipients = String.join("\",\"", to);
        return ("{\"to\":[\"" + recipients + "\"],\"text\":\"" + Text.GSM7_1.text()
                        + "\",\"reference\":\"order-4711\",\"label\":\"spring\"}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The body is parsed and checked, its text's segments counted. */
    @Benchmark
    public Object decode() {
        return read(bodies.get(turn()));
    }

    /** The rated send becomes the order that goes to the core. */
    @Benchmark
    public Object order() {
        return order(requests.get(turn()));
    }

    /** The answer is written with all its messages. */
    @Benchmark
    public Object answer() {
        int turn = turn();
        return answer(requests.get(turn), orders.get(turn));
    }

    /** All of it for one request. */
    @Benchmark
    public Object whole() {
        SendRequest request = read(bodies.get(turn()));
        return answer(request, order(request));
    }

    private int turn() {
        return next++ & (Material.LISTS - 1);
    }

    private static SendRequest read(byte[] body) {
        return JsonInput.read(body, 0, body.length, in -> SendRequest.read(in, RECIPIENTS_MAX));
    }

    private Order order(SendRequest request) {
        Rating rating = (Rating) rater.rate(book, Channel.SMS, request.segments, request.to);
        return Orders.of(request, rating, "key", "");
    }

    private JsonOutput answer(SendRequest request, Order order) {
        Outcome.Reserved reserved = new Outcome.Reserved(RECORD, 0, messages, messages, order.totalMicro(), BALANCE);
        return answers.held(SEND, "reserved", request.to, order, reserved, false);
    }
}
