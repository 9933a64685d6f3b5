package io.farebox.api.report;

import io.farebox.api.http.Call;
import io.farebox.api.http.MediaTypes;
import io.farebox.api.http.Problem;
import io.farebox.api.http.ProblemType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What a report can be answered in. */
enum Format {
    JSON("application/json"),
    CSV("text/csv"),
    XLSX("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");

    private final String mediaType;

    Format(String mediaType) {
        this.mediaType = mediaType;
    }

    String mediaType() {
        return mediaType;
    }

    String text() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** What the call asks for: by its parameter {@code format}, or else by its Accept header. */
    static Format of(Call call) {
        String named = call.query("format");
        if (named != null) {
            return Arrays.stream(values())
                    .filter(format -> format.text().equals(named))
                    .findFirst()
                    .orElseThrow(() -> Problem.malformed("format", "must be json, csv or xlsx"));
        }
        List<String> offered = Arrays.stream(values()).map(Format::mediaType).toList();
        String chosen = MediaTypes.choose(call.header("Accept"), offered);
        return Arrays.stream(values())
                .filter(format -> format.mediaType.equals(chosen))
                .findFirst()
                .orElseThrow(() -> Problem.of(
                        ProblemType.NOT_ACCEPTABLE,
                        offered.stream().collect(Collectors.joining(", ", "It comes as ", "."))));
    }
}
