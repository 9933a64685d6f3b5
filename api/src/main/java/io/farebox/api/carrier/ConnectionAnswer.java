package io.farebox.api.carrier;

import io.farebox.api.json.JsonOutput;
import io.farebox.directory.Connection;
import io.farebox.directory.Policy;
import io.farebox.ledger.Inbox;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A connection as the API shows it: never its secrets. */
final class ConnectionAnswer {
    private ConnectionAnswer() {}

    /**
     * Writes it.
     *
     * @param publicUrl the address under which carriers reach this installation where the connection says no other
     * @param counts what its carrier has sent, null where that is not asked for
     */
    static void write(
            JsonOutput out, Connection connection, String publicUrl, Instant now, Inbox.@Nullable Counts counts) {
        Connection.Secret secret = connection.secret();
        out.open()
                .field("id", connection.id())
                .field("name", connection.name())
                .field("provider", connection.provider())
                .field("account", connection.account().isEmpty() ? null : connection.account())
                .field("hasSecret", !secret.current().isEmpty())
                .field(
                        "previousSecretUntil",
                        secret.previousAt(now).isEmpty()
                                ? null
                                : secret.previousUntil().toString())
                .field("publicUrl", connection.publicUrl().isEmpty() ? null : connection.publicUrl())
                .field("callbackUrl", CallbackUrl.of(connection, publicUrl));
        write(out.open("policy"), connection.policy());
        write(out, connection.mapping());
        if (counts != null) {
            write(out, counts);
        }
        out.field("createdAt", connection.createdAt()).close();
    }

    private static void write(JsonOutput out, Policy policy) {
        Policy.Rule usual = policy.usual();
        out.field("chargeAt", text(usual.chargeAt()))
                .field("deadline", usual.deadline().toString())
                .field("onDeadline", text(usual.onDeadline()))
                .field("lateDelivery", text(usual.lateDelivery()))
                .credits("failureFee", usual.failureFeeMicro());
        if (!policy.overrides().isEmpty()) {
            out.openArray("overrides");
            policy.overrides().forEach(one -> write(out, one));
            out.closeArray();
        }
        out.close();
    }

    private static void write(JsonOutput out, Policy.Overrides one) {
        out.open()
                .field("country", one.country().isEmpty() ? null : one.country())
                .field("channel", one.channel().isEmpty() ? null : one.channel())
                .field("chargeAt", text(one.chargeAt()))
                .field(
                        "deadline",
                        one.deadline() == null ? null : one.deadline().toString())
                .field("onDeadline", text(one.onDeadline()))
                .field("lateDelivery", text(one.lateDelivery()));
        if (one.failureFeeMicro() != null) {
            out.credits("failureFee", one.failureFeeMicro());
        }
        out.close();
    }

    private static void write(JsonOutput out, Connection.Mapping mapping) {
        if (!mapping.fields().isEmpty()) {
            out.open("fields");
            mapping.fields().forEach(out::field);
            out.close();
        }
        if (!mapping.statuses().isEmpty()) {
            out.open("statuses");
            mapping.statuses().forEach((word, event) -> out.field(word, Inspector.word(event)));
            out.close();
        }
    }

    private static void write(JsonOutput out, Inbox.Counts counts) {
        out.field("lastReportAt", counts.lastAt()).open("reports");
        counts.events().forEach((event, count) -> out.field(Inspector.word(event), count));
        out.field("refused", counts.refusals()).close();
    }

    private static @Nullable String text(@Nullable Enum<?> value) {
        return value == null ? null : Inspector.word(value);
    }
}
