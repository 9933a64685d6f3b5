package io.farebox.loadtest.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.farebox.loadtest.check.Micro;
import io.farebox.loadtest.check.Told.Sent;
import io.farebox.loadtest.load.Crowd;
import io.farebox.loadtest.load.Target;
import io.farebox.loadtest.site.Prices;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** One send of one client, with the same key and body however often it is asked for. */
final class Send implements Crowd.Question {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MINIMAL = "Prefer: return=minimal\r\n";

    /** Hears of the answers to a send. */
    interface Client {
        /** It was answered 201. */
        void sent(Send send, Sent sent);

        /** It was refused for want of credits. */
        void refused(Send send);

        /** Whether it was carried out is not known. */
        void unknown(Send send);
    }

    final Party party;
    final String reference;
    /** Whether it has an Idempotency-Key; one without is never repeated. */
    final boolean keyed;

    private final int recipients;
    private final byte[] request;
    private final Client client;
    private final Recorder recorder;
    private final long sinceNanos = System.nanoTime();
    private int attempts;
    private boolean uncertain;

    Send(
            Party party,
            String reference,
            boolean keyed,
            int recipients,
            Target target,
            Client client,
            Recorder recorder) {
        this.party = party;
        this.reference = reference;
        this.keyed = keyed;
        this.recipients = recipients;
        this.client = client;
        this.recorder = recorder;
        this.request = target.post(
                "/v1/sends",
                party.customer().key(),
                keyed ? MINIMAL + "Idempotency-Key: " + reference + "\r\n" : MINIMAL,
                Prices.send(reference, recipients, party.list()));
    }

    /** Since it was first asked for, by the clock of the JVM. */
    long sinceNanos() {
        return sinceNanos;
    }

    int attempts() {
        return attempts;
    }

    /** Whether an attempt may have been carried out without the client having heard of it. */
    boolean isUncertain() {
        return uncertain;
    }

    @Override
    public byte[] request() {
        attempts++;
        return request;
    }

    @Override
    public void answered(int status, byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        switch (status) {
            case 201 -> created(text);
            case 402 -> {
                note(status, "");
                client.refused(this);
            }
            case 408, 429, 500, 503 -> {
                note(status, text);
                if (status == 500) {
                    recorder.fault("the send " + reference + " was answered 500 " + text);
                }
                uncertain = true;
                client.unknown(this);
            }
            default -> {
                note(status, text);
                recorder.fault("the send " + reference + " was answered " + status + " " + text);
                client.refused(this);
            }
        }
    }

    @Override
    public void failed() {
        note(Recorder.NONE, "");
        uncertain = true;
        client.unknown(this);
    }

    private void created(String text) {
        Sent sent = sent(text);
        note(201, sent.id());
        if (sent.creditsMicro() != Prices.sendCreditsMicro(recipients)) {
            recorder.fault("the send " + reference + " to " + recipients + " was told " + sent.creditsMicro()
                    + " micro-credits");
        }
        client.sent(this, sent);
    }

    private Sent sent(String text) {
        try {
            JsonNode answer = JSON.readTree(text);
            return new Sent(
                    answer.path("id").asText(), reference, recipients, Micro.of(answer.path("credits"), "reserved"));
        } catch (IOException e) {
            throw new IllegalArgumentException("the send " + reference + " was answered " + text, e);
        }
    }

    private void note(int status, String detail) {
        recorder.answer("send", reference, attempts, status, detail);
    }
}
