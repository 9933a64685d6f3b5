package io.farebox.api.carrier;

import io.farebox.charge.Event;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Telnyx's message events. Signed with Ed25519: the secret is the public key that the portal shows, in Base64.
 *
 * @see <a href="https://developers.telnyx.com/docs/messaging/messages/receiving-webhooks">Telnyx: webhooks</a>
 */
final class TelnyxProvider implements Provider {
    /** What comes before the 32 bytes of an Ed25519 key (RFC 8410). */
    private static final byte[] KEY_HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

    @Override
    public String name() {
        return "telnyx";
    }

    @Override
    public List<Report> read(Delivery delivery) {
        if (delivery.hasSecret()) {
            delivery.verify(isSigned(delivery));
        }
        Foreign payload = Foreign.of(delivery).at("data", "payload");
        List<Foreign> to = payload.at("to").items();
        String id = payload.text("id");
        if (to.size() == 1) {
            String message = delivery.message(references(payload, id));
            return List.of(report(message, to.get(0), payload));
        }
        return to.stream()
                .map(one -> report(CarrierId.ofOne(id, one.text("phone_number")), one, payload))
                .toList();
    }

    /** Any of the tags may be our id: they also group messages for statistics. */
    private static String[] references(Foreign payload, String id) {
        return Stream.concat(payload.at("tags").listed().stream(), Stream.of(id))
                .toArray(String[]::new);
    }

    private static Report report(String message, Foreign recipient, Foreign payload) {
        String status = recipient.text("status");
        String error = payload.at("errors").items().stream()
                .map(item -> item.text("code"))
                .findFirst()
                .orElse("");
        return Report.of(message, status(status), error.isEmpty() ? status : status + " " + error);
    }

    private static Event status(String status) {
        return switch (status.toLowerCase(Locale.ROOT)) {
            case "delivered" -> Event.DELIVERED;
            case "sending_failed", "cancelled" -> Event.NEVER_LEFT;
            case "expired", "delivery_failed" -> Event.FAILED;
            case "delivery_unconfirmed" -> Event.UNKNOWN;
            default -> Event.UNDERWAY;
        };
    }

    private static boolean isSigned(Delivery delivery) {
        String timestamp = delivery.header("telnyx-timestamp");
        ByteArrayOutputStream signed = new ByteArrayOutputStream();
        signed.writeBytes(Hmac.utf8(timestamp + "|"));
        signed.writeBytes(delivery.call().body());
        try {
            ByteArrayOutputStream key = new ByteArrayOutputStream();
            key.writeBytes(KEY_HEAD);
            key.writeBytes(Base64.getDecoder().decode(delivery.secret()));
            Signature signature = Signature.getInstance("Ed25519");
            signature.initVerify(
                    KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(key.toByteArray())));
            signature.update(signed.toByteArray());
            return delivery.isRecent(timestamp)
                    && signature.verify(Base64.getDecoder().decode(delivery.header("telnyx-signature-ed25519")));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }
}
