package io.farebox.api.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The examples that providers give of their signatures. */
class SignatureVectorsTest {
    @Test
    void twilio() {
        Map<String, List<String>> form = Map.of(
                "CallSid", List.of("CA1234567890ABCDE"),
                "Caller", List.of("+14158675309"),
                "Digits", List.of("1234"),
                "From", List.of("+14158675309"),
                "To", List.of("+18005551212"));
        assertThat(TwilioProvider.signature("12345", "https://mycompany.com/myapp.php?foo=1&bar=2", form))
                .isEqualTo("RSOYDt4T1cUTdK1PDd93/VVr8B8=");
    }

    @Test
    void messagebirdAsBefore() {
        String query = "?id=57db52e04e2f4001b555f79813a0f503&mccmnc=20409&ported=0&recipient=31667788880&reference=curl"
                + "&status=delivered&statusDatetime=2019-01-09T12%3A23%3A23%2B00%3A00";
        assertThat(MessagebirdProvider.signature(
                        "Wb3N9gKeFf8ZoCzlOb5lJSic7bHLUcSu",
                        "1547036603",
                        MessagebirdProvider.sorted(new QueryStringDecoder(query).parameters()),
                        new byte[0]))
                .isEqualTo("5Jha9Yyhwgc1nTsgJ9WyzeHilsuUumydICdf4LuIZE8=");
    }
}
