package io.farebox.api.tracing;

import io.farebox.api.settings.Setting;
import io.farebox.api.settings.Settings;
import java.time.Duration;

/**
 * Where spans go, and their bounds.
 *
 * @param endpoint of the collector, as it is; one without a path gets OTLP's own
 * @param sampleRatio of requests whose caller has not decided it, from 0 to 1
 * @param queueMax spans that may wait
 * @param batchMax spans of one export
 * @param exportEvery how long spans gather for an export that is not full
 * @param exportTimeout how long one export may take
 * @param instance this engine's name
 */
public record TracingSettings(
        String endpoint,
        double sampleRatio,
        int queueMax,
        int batchMax,
        Duration exportEvery,
        Duration exportTimeout,
        String instance) {
    private static final String PATH = "/v1/traces";

    public TracingSettings {
        String rest = endpoint.substring(endpoint.indexOf("//") + 2);
        int slash = rest.indexOf('/');
        if (slash < 0 || slash == rest.length() - 1) {
            endpoint = (slash < 0 ? endpoint : endpoint.substring(0, endpoint.length() - 1)) + PATH;
        }
    }

    public static TracingSettings of(Settings settings) {
        return new TracingSettings(
                settings.text(Setting.TRACING_ENDPOINT),
                settings.ratio(Setting.TRACING_SAMPLE_RATIO),
                settings.number(Setting.TRACING_QUEUE_MAX),
                settings.number(Setting.TRACING_BATCH_MAX),
                Duration.ofMillis(settings.number(Setting.TRACING_EXPORT_EVERY_MS)),
                Duration.ofMillis(settings.number(Setting.TRACING_EXPORT_TIMEOUT_MS)),
                settings.instance());
    }
}
