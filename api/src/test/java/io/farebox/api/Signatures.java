package io.farebox.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** How providers sign, worked out from their documentation once more and not from what verifies it. */
final class Signatures {
    /** Of a carrier that signs with a key of its own: the tests are the carrier, and somebody who is not. */
    private static final KeyPair ED25519 = keys();

    private static final KeyPair NOBODYS = keys();

    private Signatures() {}

    private static KeyPair keys() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static String publicKey() {
        byte[] encoded = ED25519.getPublic().getEncoded();
        return base64(Arrays.copyOfRange(encoded, 12, encoded.length));
    }

    static Posted token(Posted report, String url, String secret, long seconds) {
        return report.and("token=" + secret);
    }

    static Posted bearer(Posted report, String url, String secret, long seconds) {
        return report.with("Authorization", "Bearer " + secret);
    }

    static Posted twilio(Posted report, String url, String secret, long seconds) throws GeneralSecurityException {
        String signed = report.url(url) + joined(report.body(), "", "");
        return report.with("X-Twilio-Signature", base64(hmac("HmacSHA1", secret, signed)));
    }

    /** The parameters are signed without those that the callback's own address has. */
    static Posted vonage(Posted report, String url, String secret, long seconds) throws GeneralSecurityException {
        Posted timed = report.and("timestamp=" + seconds);
        String signed = "&" + joined(timed.query(), "=", "&").replaceFirst("(^|&)m=[^&]*", "");
        return timed.and("sig=" + hex(hmac("HmacSHA256", secret, signed.replace("&&", "&"))));
    }

    static Posted sinch(Posted report, String url, String secret, long seconds) throws GeneralSecurityException {
        return report.with("x-sinch-webhook-signature-timestamp", Long.toString(seconds))
                .with("x-sinch-webhook-signature-nonce", "n")
                .with("x-sinch-webhook-signature-algorithm", "HmacSHA256")
                .with("x-sinch-webhook-signature", base64(hmac("HmacSHA256", secret, report.body() + ".n." + seconds)));
    }

    static Posted messagebird(Posted report, String url, String secret, long seconds) throws GeneralSecurityException {
        String claims = "{\"iss\":\"MessageBird\",\"nbf\":" + (seconds - 1) + ",\"exp\":" + (seconds + 60)
                + ",\"url_hash\":\"" + hex(digest("SHA-256", report.url(url))) + "\",\"payload_hash\":\""
                + hex(digest("SHA-256", report.body())) + "\"}";
        return report.with("MessageBird-Signature-JWT", jwt(claims, secret));
    }

    /** Bird's, over the address and the bytes of a digest. */
    static Posted bird(Posted report, String url, String secret, long seconds) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
        mac.update((seconds + "\n" + report.url(url) + "\n").getBytes(UTF_8));
        return report.with("messagebird-request-timestamp", Long.toString(seconds))
                .with("messagebird-signature", base64(mac.doFinal(digest("SHA-256", report.body()))));
    }

    /** That of Vonage's Messages API, over the body. */
    static Posted vonageToken(Posted report, String url, String secret, long seconds) throws GeneralSecurityException {
        String claims = "{\"iss\":\"Vonage\",\"iat\":" + seconds + ",\"jti\":\"j\",\"payload_hash\":\""
                + hex(digest("SHA-256", report.body())) + "\"}";
        return report.with("Authorization", "Bearer " + jwt(claims, secret));
    }

    static Posted telnyx(Posted report, String url, String secret, long seconds) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign((secret.equals(publicKey()) ? ED25519 : NOBODYS).getPrivate());
        signature.update((seconds + "|" + report.body()).getBytes(UTF_8));
        return report.with("telnyx-timestamp", Long.toString(seconds))
                .with("telnyx-signature-ed25519", base64(signature.sign()));
    }

    static Posted plivo(Posted report, String url, String secret, long seconds) throws GeneralSecurityException {
        String query = joined(report.query(), "=", "&");
        String signed = url + "?" + query + (query.isEmpty() ? "" : ".") + joined(report.body(), "", "") + ".n";
        return report.with("X-Plivo-Signature-V3-Nonce", "n")
                .with("X-Plivo-Signature-V3", base64(hmac("HmacSHA256", secret, signed)));
    }

    static Posted messente(Posted report, String url, String secret, long seconds) throws GeneralSecurityException {
        return report.with("X-Messente-Signature", hex(hmac("HmacSHA256", secret, report.body())));
    }

    static Posted seven(Posted report, String url, String secret, long seconds) throws GeneralSecurityException {
        String verb = report.body().isEmpty() ? "GET" : "POST";
        String signed = seconds + "\nn\n" + verb + "\n" + report.url(url) + "\n" + hex(digest("MD5", report.body()));
        return report.with("X-Timestamp", Long.toString(seconds))
                .with("X-Nonce", "n")
                .with("X-Signature", hex(hmac("HmacSHA256", secret, signed)));
    }

    /** The parameters in the order of their names. */
    private static String joined(String parameters, String between, String after) {
        Map<String, List<String>> sorted = new TreeMap<>(new QueryStringDecoder(parameters, false).parameters());
        return sorted.entrySet().stream()
                .map(field -> field.getKey() + between + field.getValue().get(0))
                .collect(Collectors.joining(after));
    }

    private static String jwt(String claims, String secret) throws GeneralSecurityException {
        String signed = url64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "." + url64(claims);
        return signed + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(hmac("HmacSHA256", secret, signed));
    }

    static byte[] hmac(String algorithm, String secret, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(algorithm);
        mac.init(new SecretKeySpec(secret.getBytes(UTF_8), algorithm));
        return mac.doFinal(text.getBytes(UTF_8));
    }

    static byte[] digest(String algorithm, String text) throws GeneralSecurityException {
        return MessageDigest.getInstance(algorithm).digest(text.getBytes(UTF_8));
    }

    private static String url64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
