package io.farebox.api.carrier;

import io.farebox.charge.Event;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.DateTimeException;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * MessageMedia's delivery reports. What was never sent is told from what failed by the error code. Verified by a token; or,
 * where the secret is the RSA key that MessageMedia shows (X.509, Base64), by X-Messagemedia-Signature over the request line,
 * the date and the body.
 *
 * @see <a href="https://developers.messagemedia.com/code/messages-api-documentation/">MessageMedia: messages API</a>
 * @see <a href="https://github.com/messagemedia/enterprise-webhooks-java-sdk">MessageMedia: signed webhooks</a>
 */
final class MessagemediaProvider implements Provider {
    private static final Set<String> NOT_SENT_CODES =
            Set.of("301", "302", "303", "304", "305", "320", "330", "331", "332", "333");

    /** Metadata may carry our message's id under one of these names. */
    private static final List<String> REFERENCES = List.of("message", "farebox", "reference");

    private static final Set<String> DIGESTS = Set.of("SHA224", "SHA256", "SHA512");

    @Override
    public String name() {
        return "messagemedia";
    }

    @Override
    public List<Report> read(Delivery delivery) {
        PublicKey key = key(delivery.secret());
        if (key == null) {
            delivery.verifyToken();
        } else {
            delivery.verify(isSigned(delivery, key));
        }
        Foreign body = Foreign.of(delivery);
        String status = body.text("status");
        String error = body.text("error_code");
        String[] ids = Stream.concat(
                        REFERENCES.stream().map(name -> body.text("metadata", name)),
                        Stream.of(body.text("message_id")))
                .toArray(String[]::new);
        return List.of(
                Report.of(delivery.message(ids), status(status.toLowerCase(Locale.ROOT), error), status + " " + error));
    }

    private static Event status(String status, String error) {
        return switch (status) {
            case "delivered" -> Event.DELIVERED;
            case "failed", "expired", "rejected" -> NOT_SENT_CODES.contains(error) ? Event.NEVER_LEFT : Event.FAILED;
            default -> Event.UNDERWAY;
        };
    }

    private static boolean isSigned(Delivery delivery, PublicKey key) {
        String digest = delivery.header("X-Messagemedia-Digest-Type").replace("-", "");
        String date = delivery.header("Date");
        if (!DIGESTS.contains(digest) || !isRecent(delivery, date)) {
            return false;
        }
        ByteArrayOutputStream signed = new ByteArrayOutputStream();
        signed.writeBytes(Hmac.utf8(delivery.call().method() + " " + delivery.path() + " HTTP/1.1" + date));
        signed.writeBytes(delivery.call().body());
        try {
            Signature signature = Signature.getInstance(digest + "withRSA");
            signature.initVerify(key);
            signature.update(signed.toByteArray());
            return signature.verify(Base64.getDecoder().decode(delivery.header("X-Messagemedia-Signature")));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isRecent(Delivery delivery, String httpDate) {
        try {
            ZonedDateTime date = ZonedDateTime.parse(httpDate, DateTimeFormatter.RFC_1123_DATE_TIME);
            return delivery.isRecent(Long.toString(date.toEpochSecond()));
        } catch (DateTimeException e) {
            return false;
        }
    }

    /** The key that a secret is, null where it is a token. A key is no secret, so it must never count as a token. */
    private static @Nullable PublicKey key(String secret) {
        try {
            byte[] key = Base64.getDecoder().decode(secret);
            return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(key));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return null;
        }
    }
}
