package io.farebox.api;

import static io.farebox.api.Signatures.base64;
import static io.farebox.api.Signatures.digest;
import static io.farebox.api.Signatures.hex;
import static io.farebox.api.Signatures.hmac;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.farebox.api.Fate.Charge;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;

/** The further schemes of providers that sign in more than one way: what is right is taken, what is altered is not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProviderSignaturesIT {
    private static final String SECRET = "a-secret-of-the-providers";
    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";

    private final ReportingStage stage = new ReportingStage("signed");
    private String connection = "";
    private String url = "";

    @BeforeEach
    void name(TestInfo test) {
        connection = test.getDisplayName().replaceAll("\\W", "");
    }

    private void connect(String provider, String secret) {
        connection = stage.connect(connection, provider, secret, Charge.DELIVERED);
        url = ReportingStage.callbackUrl(connection);
    }

    private void assertTaken(Posted report) {
        assertThat(stage.post(connection, report).status()).isEqualTo(200);
    }

    private void assertRefused(Posted report) {
        assertThat(stage.post(connection, report).status()).isEqualTo(401);
    }

    @Test
    void twilioSignsAnAddressWithItsPortOrWithout() throws GeneralSecurityException {
        connect("twilio", SECRET);
        Posted report = Posted.post(FORM, "MessageStatus=sent").and("m=x");
        for (String host : List.of("farebox.example.com", "farebox.example.com:443")) {
            String signed = report.url(url).replace("farebox.example.com", host) + "MessageStatussent";
            assertTaken(report.with("X-Twilio-Signature", base64(hmac("HmacSHA1", SECRET, signed))));
        }
    }

    @Test
    void twilioSignsTheDigestOfJson() throws GeneralSecurityException {
        connect("twilio", SECRET);
        String body = "{\"MessageStatus\":\"sent\"}";
        Posted report = Posted.post(JSON, body).and("bodySHA256=" + hex(digest("SHA-256", body)));
        Posted signed = report.with("X-Twilio-Signature", base64(hmac("HmacSHA1", SECRET, report.url(url))));
        assertTaken(signed);
        assertRefused(signed.altered("sent", "delivered"));
        // It is the body that counts, not what it says that it is.
        assertRefused(signed.altered("sent", "delivered").as("text/plain"));
    }

    @Test
    void vonageSignsParametersInFiveWays() throws GeneralSecurityException {
        connect("vonage", SECRET);
        long now = Instant.now().getEpochSecond();
        String text = "&client-ref=a_b&m=x&status=accepted&timestamp=" + now;
        Posted report = Posted.get("m=x&status=accepted&client-ref=a%26b&timestamp=" + now);
        String md5 = hex(digest("MD5", text + SECRET));
        assertTaken(report.and("sig=" + md5));
        for (String algorithm : List.of("HmacMD5", "HmacSHA1", "HmacSHA256", "HmacSHA512")) {
            assertTaken(report.and("sig=" + hex(hmac(algorithm, SECRET, text))));
        }
        assertRefused(report.and("sig=" + md5).altered("accepted", "delivered"));
        assertRefused(report.and("sig="));
        assertRefused(report);
    }

    @Test
    void vonageSignsTheMessagesApiWithAToken() throws GeneralSecurityException {
        connect("vonage", SECRET);
        String message = stage.messages(connection, 1).get(0);
        long now = Instant.now().getEpochSecond();
        Posted report = Posted.post(JSON, "{\"message_uuid\":\"u\",\"status\":\"delivered\"}");
        Posted signed = Signatures.vonageToken(report, url, SECRET, now);
        assertTaken(signed);
        assertRefused(signed.altered("delivered", "rejected"));
        assertRefused(Signatures.vonageToken(report, url, "another", now));
        assertRefused(Signatures.vonageToken(report, url, SECRET, now - 1000));
        // A token signs the body alone: what the query adds to it counts for nothing.
        assertTaken(signed.and("client-ref=" + message));
        assertThat(stage.stateOf(message)).isEqualTo("reserved");
    }

    @Test
    void birdSignsAddressAndDigest() throws GeneralSecurityException {
        connect("messagebird", SECRET);
        long now = Instant.now().getEpochSecond();
        Posted report = Posted.post(JSON, "{\"payload\":{\"status\":\"sent\"}}").and("m=x");
        Posted signed = Signatures.bird(report, url, SECRET, now);
        assertTaken(signed);
        assertRefused(signed.altered("sent", "delivered"));
        assertRefused(signed.and("m=y"));
        assertRefused(Signatures.bird(report, url, SECRET, now - 1000));
    }

    /** The main account's token, and the older scheme that signs the address alone. */
    @Test
    void plivoSignsForTheMainAccountToo() throws GeneralSecurityException {
        connect("plivo", SECRET);
        Posted report = Posted.post(FORM, "Status=sent&MessageUUID=1");
        String v3 = base64(hmac("HmacSHA256", SECRET, url + "?MessageUUID1Statussent.n"));
        Posted signed = report.with("X-Plivo-Signature-V3", "of-the-subaccount")
                .with("X-Plivo-Signature-Ma-V3", "other," + v3)
                .with("X-Plivo-Signature-V3-Nonce", "n");
        assertTaken(signed);
        assertRefused(signed.altered("sent", "failed"));
        assertTaken(report.with("X-Plivo-Signature-V2", base64(hmac("HmacSHA256", SECRET, url + "n")))
                .with("X-Plivo-Signature-V2-Nonce", "n"));
    }

    @Test
    void messagemediaSignsWithAKeyOfItsOwn() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        KeyPair keys = generator.generateKeyPair();
        String key = base64(keys.getPublic().getEncoded());
        connect("messagemedia", key);
        Posted report = Posted.post(JSON, "{\"status\":\"enroute\"}").and("m=x");
        Instant now = Instant.now();
        Posted signed = signed(report, keys, now);
        assertTaken(signed);
        assertRefused(signed.altered("enroute", "delivered"));
        assertRefused(signed.and("m=y"));
        assertRefused(signed(report, keys, now.minusSeconds(1000)));
        // The key is no secret, and so no token either.
        assertRefused(report.and("token=" + java.net.URLEncoder.encode(key, UTF_8)));
    }

    private Posted signed(Posted report, KeyPair keys, Instant at) throws GeneralSecurityException {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(at.atOffset(ZoneOffset.UTC));
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(keys.getPrivate());
        signature.update(("POST /v1/dlr/" + connection + "?" + report.query() + " HTTP/1.1" + date + report.body())
                .getBytes(UTF_8));
        return report.with("Date", date)
                .with("X-Messagemedia-Digest-Type", "SHA256")
                .with("X-Messagemedia-Cipher-Type", "RSA")
                .with("X-Messagemedia-Signature", base64(signature.sign()));
    }

    /** What a signature does not cover counts for nothing beside what it does. */
    @Test
    void messenteSignsTheBodyAlone() throws GeneralSecurityException {
        connect("messente", SECRET);
        String message = stage.messages(connection, 1).get(0);
        Posted report = Posted.post(JSON, "{\"status\":\"ACK\"}").and("m=" + message);
        assertTaken(Signatures.messente(report, url, SECRET, 0).and("stat=DELIVRD"));
        assertThat(stage.stateOf(message)).isEqualTo("reserved");
        assertRefused(Posted.get("stat=DELIVRD&m=" + message));
        assertTaken(Posted.get("stat=DELIVRD&token=" + SECRET + "&m=" + message));
        assertThat(stage.stateOf(message)).isEqualTo("confirmed");
    }

    /** A callback's address may have a login instead of a token: https://user:password@... */
    @Test
    void aLoginDoesForAToken() {
        String name = connection;
        for (String provider : List.of("infobip", "sinch", "clicksend")) {
            connection = name + provider;
            connect(provider, "user:password");
            Posted report = Posted.post(JSON, "{}");
            assertTaken(report.with("Authorization", "Basic " + base64("user:password".getBytes(UTF_8))));
            assertTaken(report.with("Authorization", "basic " + base64("user:password".getBytes(UTF_8))));
            assertRefused(report.with("Authorization", "Basic " + base64("user:wrong".getBytes(UTF_8))));
            assertRefused(report.with("Authorization", "Basic %%%"));
            assertRefused(report);
        }
    }
}
