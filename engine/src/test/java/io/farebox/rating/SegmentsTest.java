package io.farebox.rating;

import static io.farebox.rating.Encoding.GSM_7;
import static io.farebox.rating.Encoding.UCS_2;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentsTest {
    private static final String EMOJI = "😀";
    private static final String GSM_7_CHARACTERS = Gsm7.DEFAULT + Gsm7.EXTENSION;

    @ParameterizedTest(name = "{0} septets → {1}")
    @CsvSource({"0,1", "1,1", "160,1", "161,2", "306,2", "307,3", "459,3", "460,4", "39015,255", "39016,256"})
    void gsm7FillsAloneThenParts(int septets, int count) {
        assertThat(Segments.of("a".repeat(septets))).isEqualTo(new Segments(GSM_7, count, septets));
    }

    @ParameterizedTest(name = "{0} units → {1}")
    @CsvSource({"1,1", "70,1", "71,2", "134,2", "135,3", "201,3", "202,4"})
    void ucs2FillsAloneThenParts(int units, int count) {
        assertThat(Segments.of("ж".repeat(units))).isEqualTo(new Segments(UCS_2, count, units));
    }

    @Test
    void anEmojiMakesTheWholeTextUcs2() {
        assertThat(Segments.of(EMOJI + "a".repeat(68))).isEqualTo(new Segments(UCS_2, 1, 70));
        assertThat(Segments.of(EMOJI + "a".repeat(69))).isEqualTo(new Segments(UCS_2, 2, 71));
        assertThat(Segments.of("a".repeat(160) + EMOJI)).isEqualTo(new Segments(UCS_2, 3, 162));
    }

    @Test
    void anEscapePairIsNotSplit() {
        String text = "a".repeat(152) + "€" + "a".repeat(152);
        assertThat(Segments.of(text)).isEqualTo(new Segments(GSM_7, 3, 306));
        assertThat(Segments.of("a".repeat(151) + "€" + "a".repeat(153))).isEqualTo(new Segments(GSM_7, 2, 306));
    }

    @Test
    void aSurrogatePairIsNotSplit() {
        String text = "ж".repeat(66) + EMOJI + "ж".repeat(66);
        assertThat(Segments.of(text)).isEqualTo(new Segments(UCS_2, 3, 134));
        assertThat(Segments.of("ж".repeat(65) + EMOJI + "ж".repeat(67))).isEqualTo(new Segments(UCS_2, 2, 134));
        assertThat(Segments.of(EMOJI.repeat(35))).isEqualTo(new Segments(UCS_2, 1, 70));
        assertThat(Segments.of(EMOJI.repeat(66))).isEqualTo(new Segments(UCS_2, 2, 132));
        assertThat(Segments.of(EMOJI.repeat(67))).isEqualTo(new Segments(UCS_2, 3, 134));
    }

    @Test
    void aLoneSurrogateCountsOneUnit() {
        assertThat(Segments.of("\ud83d")).isEqualTo(new Segments(UCS_2, 1, 1));
        assertThat(Segments.of("ж".repeat(66) + "\ud83d" + "ж".repeat(67))).isEqualTo(new Segments(UCS_2, 2, 134));
        assertThat(Segments.of("ж".repeat(67) + "\ude00" + "ж".repeat(66))).isEqualTo(new Segments(UCS_2, 2, 134));
    }

    @ParameterizedTest
    @ValueSource(strings = {"|", "^", "€", "{", "}", "[", "]", "~", "\\", "\f"})
    void anExtensionCharacterCountsTwoSeptets(String extension) {
        assertThat(Segments.of(extension)).isEqualTo(new Segments(GSM_7, 1, 2));
        assertThat(Segments.of(extension.repeat(80))).isEqualTo(new Segments(GSM_7, 1, 160));
        assertThat(Segments.of(extension.repeat(81))).isEqualTo(new Segments(GSM_7, 2, 162));
        // 76 pairs per part: the 153rd septet stays empty.
        assertThat(Segments.of(extension.repeat(153))).isEqualTo(new Segments(GSM_7, 3, 306));
    }

    @Test
    void theAlphabetHas127CharactersAndTenExtensions() {
        assertThat(Gsm7.DEFAULT.chars().distinct().count()).isEqualTo(127).isEqualTo(Gsm7.DEFAULT.length());
        assertThat(Gsm7.EXTENSION.chars().distinct().count()).isEqualTo(10).isEqualTo(Gsm7.EXTENSION.length());
        long known = 0;
        for (int c = 0; c <= Character.MAX_VALUE; c++) {
            known += Gsm7.septets((char) c) == 0 ? 0 : 1;
        }
        assertThat(known).isEqualTo(137);
        // Places as the standard prints them; those behind the escape, 0x1B, are one lower here.
        assertThat(Gsm7.DEFAULT.indexOf('Δ')).isEqualTo(0x10);
        assertThat(Gsm7.DEFAULT.indexOf('Ξ')).isEqualTo(0x1A);
        assertThat(Gsm7.DEFAULT.indexOf('É') + 1).isEqualTo(0x1F);
        assertThat(Gsm7.DEFAULT.indexOf('¤') + 1).isEqualTo(0x24);
        assertThat(Gsm7.DEFAULT.indexOf('¡') + 1).isEqualTo(0x40);
        assertThat(Gsm7.DEFAULT.indexOf('\u00a7') + 1).isEqualTo(0x5F);
        assertThat(Gsm7.DEFAULT.indexOf('¿') + 1).isEqualTo(0x60);
        assertThat(Gsm7.DEFAULT.indexOf('à') + 1).isEqualTo(0x7F);
        // Looks like the alphabet's, and is not in it: small c with cedilla, backtick, tab, no-break space, a acute.
        assertThat("ç`\t\u00a0á\u001b".chars().map(c -> Gsm7.septets((char) c))).containsOnly(0);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "English, Your parcel comes today., GSM_7",
        "German, Ihr Päckchen kommt heute – Grüße, UCS_2",
        "Danish, Din pakke når frem på søndag, GSM_7",
        "French, Ça coûte 5 €, UCS_2",
        "Greek capitals, ΓΔΘΛΞΠΣΦΨΩ, GSM_7",
        "Greek, Το δέμα σας έρχεται, UCS_2",
        "Cyrillic, Ваша посылка, UCS_2",
        "Arabic, طردك يصل اليوم, UCS_2",
        "Hebrew, החבילה שלך, UCS_2",
        "Devanagari, आपका पार्सल, UCS_2",
        "Thai, พัสดุของคุณ, UCS_2",
        "Chinese, 您的包裹今天到达, UCS_2",
        "Japanese, お荷物は本日, UCS_2",
        "Korean, 오늘 소포가, UCS_2",
        "Amharic, ጥቅልዎ ዛሬ, UCS_2",
        "Gothic, 𐌰𐌱𐌲𐌳, UCS_2"
    })
    void textsInTheWorldsScripts(String script, String text, Encoding encoding) {
        for (int repeats = 1; repeats <= 60; repeats++) {
            String repeated = text.repeat(repeats);
            assertThat(Segments.of(repeated)).as(script).isEqualTo(naive(repeated));
            assertThat(Segments.of(repeated).encoding()).isEqualTo(encoding);
        }
    }

    @Test
    void randomTextsAgreeWithASplitterThatBuildsTheParts() {
        Random random = new Random(20_040_038);
        String[] alphabets = {"ab €[", "abcdefgh€", "aж😀", "😀", "a\ud83d\ude00ж", "a"};
        for (int i = 0; i < 5_000; i++) {
            String alphabet = alphabets[random.nextInt(alphabets.length)];
            int length = random.nextInt(400);
            StringBuilder text = new StringBuilder();
            while (text.length() < length) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            assertThat(Segments.of(text.toString())).isEqualTo(naive(text.toString()));
        }
    }

    /** Cuts the text into what must stay together, and puts that into parts one after the other. */
    private static Segments naive(String text) {
        boolean gsm7 = text.chars().allMatch(c -> GSM_7_CHARACTERS.indexOf(c) >= 0);
        Encoding encoding = gsm7 ? GSM_7 : UCS_2;
        List<Integer> pieces = new ArrayList<>();
        text.codePoints()
                .forEach(c -> pieces.add(gsm7 ? Gsm7.EXTENSION.indexOf(c) >= 0 ? 2 : 1 : Character.charCount(c)));
        int units = pieces.stream().mapToInt(Integer::intValue).sum();
        if (units <= encoding.aloneMax()) {
            return new Segments(encoding, 1, units);
        }
        List<Integer> parts = new ArrayList<>(List.of(0));
        for (int piece : pieces) {
            int last = parts.size() - 1;
            if (parts.get(last) + piece > encoding.partMax()) {
                parts.add(piece);
            } else {
                parts.set(last, parts.get(last) + piece);
            }
        }
        return new Segments(encoding, parts.size(), units);
    }
}
