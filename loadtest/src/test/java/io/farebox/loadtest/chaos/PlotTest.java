package io.farebox.loadtest.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.farebox.loadtest.chaos.Conductor.Happened;
import io.farebox.loadtest.chaos.Pulse.Beat;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class PlotTest {
    private static final List<Beat> BEATS = IntStream.range(0, 300)
            .mapToObj(i -> new Beat(i * 100L, i % 40, 2 * (i % 40), i % 50 == 0 ? 9 : 0, 2.5, 30, 4_000))
            .toList();

    @Test
    void itIsADrawingWithNamedFaultsAndAxesWithUnits() throws Exception {
        String svg = Plot.svg("seed 3", BEATS, List.of(new Happened(Fault.KILL_REDIS, 4_000, 5_500)));
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        assertThat(document.getDocumentElement().getTagName()).isEqualTo("svg");
        assertThat(svg).contains("seed 3", "kill-redis", "per second", "100 ms", "10 s");
        assertThat(document.getElementsByTagName("path").getLength()).isEqualTo(5);
    }

    @Test
    void aCutBeginsAtNought() {
        assertThat(BEATS.get(42).after(4_000).atMs()).isEqualTo(200);
        assertThat(new Happened(Fault.KILL_REDIS, 4_000, 5_500).after(3_000))
                .isEqualTo(new Happened(Fault.KILL_REDIS, 1_000, 2_500));
    }

    @Test
    void aRunWithoutAnAnswerIsDrawnToo() {
        assertThat(Plot.svg("none", List.of(), List.of())).endsWith("</svg>\n");
    }

    @Test
    void aBeatIsALineOfNumbers() {
        assertThat(new Beat(100, 1, 2, 3, 4.5, 6, 7).csv()).isEqualTo("100,1,2,3,4.50,6.00,7.00");
        assertThat(Beat.HEADER.split(",")).hasSize(7);
    }
}
