package io.farebox.loadtest.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.farebox.loadtest.load.Result;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

class LoadCurveTest {
    @Test
    void aDrawingHasALineForEachRateAndPercentile() throws Exception {
        String svg = LoadCurve.svg(List.of(step(10, 1_000, 0), step(100, 10_000, 0), step(120, 12_000, 1_500)));
        var document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        assertThat(document.getElementsByTagName("path").getLength()).isEqualTo(6);
        assertThat(svg).contains("12,000/s", "120 %", "p99.9", "100 ms");
    }

    @Test
    void whatIsNot201IsRefused() {
        assertThat(step(120, 12_000, 1_500).refused()).isEqualTo(750);
        assertThat(step(120, 12_000, 1_500).csv()).isEqualTo("120,12000,5250,750,0.200,0.500,2.000,7.000,30.000\n");
    }

    private static LoadCurve.Step step(int percent, double offered, long refused) {
        long answers = (long) offered - refused;
        Map<Integer, Long> statuses = refused == 0 ? Map.of(201, answers) : Map.of(201, answers, 503, refused);
        Result.Latency latency = new Result.Latency(0.2, 0.5, 2, 7, 30);
        return new LoadCurve.Step(
                percent,
                offered,
                new Result(
                        2,
                        answers,
                        answers / 2.0,
                        answers / 2.0,
                        statuses,
                        statuses,
                        0,
                        0,
                        0,
                        1,
                        latency,
                        Map.of(),
                        0,
                        ""));
    }
}
