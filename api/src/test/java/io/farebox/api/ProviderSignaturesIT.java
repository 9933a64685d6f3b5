package io.farebox.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.farebox.api.RunningApi.Answer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** A right signature is taken; on an altered body, an old one, or with another secret it is not. */
class ProviderSignaturesIT {
    private static final String SECRET = "a secret of the provider's";
    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final RunningApi api = RunningApi.shared();

    /** How a provider signs: the headers for an address, a body and a time in Unix seconds. */
    private interface Signer {
        Map<String, String> sign(String url, String body, long seconds) throws GeneralSecurityException;
    }

    private record Provider(String name, String secret, String type, String body, Signer signer) {}

    @Test
    void allOfThem() throws Exception {
        KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] encoded = keys.getPublic().getEncoded();
        String publicKey = Base64.getEncoder().encodeToString(Arrays.copyOfRange(encoded, 12, encoded.length));
        for (Provider provider : List.of(
                new Provider(
                        "twilio",
                        SECRET,
                        FORM,
                        "MessageStatus=sent&MessageSid=1",
                        (url, body, seconds) -> Map.of(
                                "X-Twilio-Signature",
                                base64(hmac(
                                        "HmacSHA1", url + "MessageSid1MessageStatus" + field(body, "MessageStatus"))))),
                new Provider(
                        "messente",
                        SECRET,
                        JSON,
                        "{\"status\":\"ACK\"}",
                        (url, body, seconds) -> Map.of("X-Messente-Signature", hex(hmac("HmacSHA256", body)))),
                new Provider(
                        "seven",
                        SECRET,
                        JSON,
                        "{\"data\":{}}",
                        (url, body, seconds) -> Map.of(
                                "X-Timestamp", Long.toString(seconds),
                                "X-Nonce", "n",
                                "X-Signature",
                                        hex(hmac(
                                                "HmacSHA256",
                                                seconds + "\nn\nPOST\n" + url + "\n" + hex(digest("MD5", body)))))),
                new Provider(
                        "sinch",
                        SECRET,
                        JSON,
                        "{\"status\":\"Queued\"}",
                        (url, body, seconds) -> Map.of(
                                "x-sinch-webhook-signature-timestamp",
                                Long.toString(seconds),
                                "x-sinch-webhook-signature-nonce",
                                "n",
                                "x-sinch-webhook-signature-algorithm",
                                "HmacSHA256",
                                "x-sinch-webhook-signature",
                                base64(hmac("HmacSHA256", body + ".n." + seconds)))),
                new Provider(
                        "plivo",
                        SECRET,
                        FORM,
                        "Status=sent&MessageUUID=1",
                        (url, body, seconds) -> Map.of(
                                "X-Plivo-Signature-V3-Nonce",
                                "n",
                                "X-Plivo-Signature-V3",
                                base64(hmac(
                                        "HmacSHA256",
                                        url.replace("?m=x", "?m=x.") + "MessageUUID1Status" + field(body, "Status")
                                                + ".n")))),
                new Provider(
                        "messagebird",
                        SECRET,
                        JSON,
                        "{\"status\":\"sent\"}",
                        (url, body, seconds) -> Map.of("MessageBird-Signature-JWT", jwt(url, body, seconds))),
                new Provider(
                        "telnyx",
                        publicKey,
                        JSON,
                        "{\"data\":{}}",
                        (url, body, seconds) -> Map.of(
                                "telnyx-timestamp", Long.toString(seconds),
                                "telnyx-signature-ed25519", ed25519(keys, seconds + "|" + body))))) {
            check(provider);
        }
    }

    @Test
    void vonageInItsParameters() throws Exception {
        String url = connection("vonage", SECRET);
        long now = Instant.now().getEpochSecond();
        String text = "&client-ref=a_b&m=x&status=accepted&timestamp=" + now;
        String query = "?m=x&status=accepted&client-ref=a%26b&timestamp=" + now + "&sig=";
        String md5 = hex(digest("MD5", text + SECRET));
        assertThat(get(url + query + md5)).isEqualTo(200);
        assertThat(get(url + query + hex(hmac("HmacSHA256", text)))).isEqualTo(200);
        assertThat(get(url + query + hex(hmac("HmacSHA512", text)))).isEqualTo(200);
        String withoutOurs = text.replace("&m=x", "");
        assertThat(get(url + query + hex(hmac("HmacSHA256", withoutOurs)))).isEqualTo(200);
        assertThat(get(url + query.replace("accepted", "delivered") + md5)).isEqualTo(401);
        assertThat(get(url + query)).isEqualTo(401);
        String old = text.replace(Long.toString(now), Long.toString(now - 1000));
        assertThat(get(url
                        + query.replace(Long.toString(now), Long.toString(now - 1000))
                        + hex(digest("MD5", old + SECRET))))
                .isEqualTo(401);
    }

    private void check(Provider provider) throws Exception {
        String path = connection(provider.name(), provider.secret());
        String url = callbackUrl(path) + "?m=x";
        long now = Instant.now().getEpochSecond();
        Map<String, String> right = provider.signer().sign(url, provider.body(), now);
        assertThat(post(provider, path, provider.body(), right))
                .as(provider.name())
                .isEqualTo(200);
        String altered = provider.body().replace("{", "{ ").replace("sent", "failed");
        assertThat(post(provider, path, altered, right)).as(provider.name()).isEqualTo(401);
        assertThat(post(provider, path, provider.body(), Map.of()))
                .as(provider.name())
                .isEqualTo(401);
        Map<String, String> elsewhere = provider.signer().sign(url + "&y=1", provider.body() + " ", now);
        assertThat(post(provider, path, provider.body(), elsewhere))
                .as(provider.name())
                .isEqualTo(401);
        if (!provider.name().matches("twilio|messente|plivo")) {
            Map<String, String> old = provider.signer().sign(url, provider.body(), now - 1000);
            assertThat(post(provider, path, provider.body(), old))
                    .as(provider.name())
                    .isEqualTo(401);
        }
    }

    private String connection(String provider, String secret) {
        String name = "signed-" + provider + NUMBER.incrementAndGet();
        Answer made = api.operator(
                "POST",
                "/v1/connections",
                "{\"name\":\"" + name + "\",\"provider\":\"" + provider + "\",\"secret\":\"" + secret
                        + "\",\"publicUrl\":\"https://farebox.example.com/\"}");
        assertThat(made.status()).isEqualTo(201);
        return "/v1/dlr/" + name;
    }

    private static String callbackUrl(String path) {
        return "https://farebox.example.com" + path;
    }

    private int post(Provider provider, String path, String body, Map<String, String> headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(api.uri(path + "?m=x"))
                .header("Content-Type", provider.type())
                .POST(BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return api.client.send(request.build(), BodyHandlers.ofString()).statusCode();
    }

    private int get(String path) throws Exception {
        return api.client
                .send(HttpRequest.newBuilder(api.uri(path)).build(), BodyHandlers.ofString())
                .statusCode();
    }

    private static String field(String form, String name) {
        return form.replaceAll(".*" + name + "=([^& ]*).*", "$1");
    }

    private static byte[] hmac(String algorithm, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(algorithm);
        mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), algorithm));
        return mac.doFinal(text.getBytes(UTF_8));
    }

    private static byte[] digest(String algorithm, String text) throws GeneralSecurityException {
        return MessageDigest.getInstance(algorithm).digest(text.getBytes(UTF_8));
    }

    private static String jwt(String url, String body, long seconds) throws GeneralSecurityException {
        String head = url64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(UTF_8));
        String claims = url64(("{\"iss\":\"MessageBird\",\"nbf\":" + (seconds - 1) + ",\"exp\":" + (seconds + 60)
                        + ",\"url_hash\":\"" + hex(digest("SHA-256", url)) + "\",\"payload_hash\":\""
                        + hex(digest("SHA-256", body)) + "\"}")
                .getBytes(UTF_8));
        return head + "." + claims + "." + url64(hmac("HmacSHA256", head + "." + claims));
    }

    private static String ed25519(KeyPair keys, String text) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(keys.getPrivate());
        signature.update(text.getBytes(UTF_8));
        return base64(signature.sign());
    }

    private static String url64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
