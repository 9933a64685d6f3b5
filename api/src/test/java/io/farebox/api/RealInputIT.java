package io.farebox.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import io.farebox.api.RunningApi.Answer;
import io.farebox.api.RunningApi.Tenant;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers of the whole world and texts in its scripts, priced, held and settled; the totals are worked out by hand. */
class RealInputIT {
    private static final BigDecimal PRICE = new BigDecimal("1.5");

    private final RunningApi api = RunningApi.shared();

    private static List<String> mobileNumbersOfAllRegions() {
        PhoneNumberUtil plans = PhoneNumberUtil.getInstance();
        List<String> numbers = new ArrayList<>();
        for (String region : plans.getSupportedRegions()) {
            PhoneNumber number = plans.getExampleNumberForType(region, PhoneNumberType.MOBILE);
            if (number != null) {
                numbers.add(plans.format(number, PhoneNumberFormat.E164));
            }
        }
        return numbers;
    }

    @Test
    void oneSendToTheWholeWorld() {
        api.operator("POST", "/v1/connections", "{\"name\": \"world\", \"provider\": \"farebox\"}");
        Tenant tenant = api.tenant("10000");
        List<String> numbers = mobileNumbersOfAllRegions();
        assertThat(numbers).hasSizeGreaterThan(230);
        ObjectNode body = api.json.createObjectNode().put("text", "Grüße aus aller Welt");
        ArrayNode to = body.putArray("to");
        numbers.forEach(to::add);
        Answer sent = tenant.send(body.toString());
        assertThat(sent.status()).isEqualTo(201);
        assertThat(sent.body().path("refused")).isEmpty();
        BigDecimal total = PRICE.multiply(BigDecimal.valueOf(numbers.size()));
        assertThat(new BigDecimal(sent.text("/credits/reserved"))).isEqualByComparingTo(total);

        ObjectNode reports = api.json.createObjectNode();
        ArrayNode all = reports.putArray("reports");
        int delivered = 0;
        for (JsonNode message : sent.body().path("messages")) {
            boolean arrives = all.size() % 3 != 0;
            delivered += arrives ? 1 : 0;
            all.addObject().put("message", message.path("id").asText()).put("status", arrives ? "delivered" : "failed");
        }
        assertThat(api.operator("POST", "/v1/dlr/world", reports.toString()).text("/taken"))
                .isEqualTo(Integer.toString(numbers.size()));
        BigDecimal charged = PRICE.multiply(BigDecimal.valueOf(delivered));
        JsonNode balance = tenant.balance();
        assertThat(balance.path("reserved").asText()).isEqualTo("0");
        assertThat(new BigDecimal(balance.path("confirmed").asText())).isEqualByComparingTo(charged);
        assertThat(new BigDecimal(balance.path("available").asText()))
                .isEqualByComparingTo(new BigDecimal("10000").subtract(charged));
    }

    @ParameterizedTest
    @CsvSource({
        "English, 'Your parcel arrives today', 1",
        "German, 'Ihr Paket kommt heute an: Grüße', 1",
        "Greek, 'Το δέμα σας φτάνει σήμερα', 1",
        "Russian, 'Ваша посылка прибудет сегодня', 1",
        "Arabic, 'سيصل طردك اليوم', 1",
        "Hebrew, 'החבילה שלך תגיע היום', 1",
        "Hindi, 'आपका पार्सल आज आएगा', 1",
        "Thai, 'พัสดุของคุณจะมาถึงวันนี้', 1",
        "Chinese, '您的包裹今天到达', 1",
        "Japanese, '荷物は本日届きます', 1",
        "Korean, '소포가 오늘 도착합니다', 1",
        "Amharic, 'ጥቅልዎ ዛሬ ይደርሳል', 1",
        "Emoji, '📦📦📦📦📦📦📦📦📦📦📦📦📦📦📦📦📦📦📦📦📦📦📦📦📦📦📦📦📦📦📦📦📦📦📦📦', 2"
    })
    void textsOfManyScripts(String script, String text, int segments) {
        Tenant tenant = api.tenant("100");
        ObjectNode body = api.json.createObjectNode().put("text", text);
        body.putArray("to").add("+64211234567");
        Answer sent = tenant.send(body.toString());
        assertThat(sent.body().at("/messages/0/segments").asInt()).as(script).isEqualTo(segments);
        assertThat(new BigDecimal(sent.text("/credits/reserved")))
                .isEqualByComparingTo(PRICE.multiply(BigDecimal.valueOf(segments)));
    }

    @Test
    void fiftyThousandRecipients() {
        Tenant tenant = api.tenant("100000");
        ObjectNode body = api.json.createObjectNode().put("text", "x");
        ArrayNode to = body.putArray("to");
        for (int i = 0; i < 50_000; i++) {
            to.add("+6421" + (1_000_000 + i));
        }
        Answer sent = tenant.call("POST", "/v1/sends", body.toString(), "Prefer", "return=minimal");
        assertThat(sent.status()).isEqualTo(201);
        assertThat(sent.text("/credits/reserved")).isEqualTo("75000");
        assertThat(sent.text("/balance/available")).isEqualTo("25000");
        Answer full = tenant.call(
                "POST", "/v1/sends?dryRun=true", body.put("partial", true).toString());
        assertThat(full.text("/count")).isEqualTo("16666");
        assertThat(full.body().path("refused")).hasSize(50_000 - 16_666);
    }
}
