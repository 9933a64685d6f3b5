package io.farebox.api.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;

/** The maker of parsers, which keep their own bounds while they read. */
final class Parsers {
    private static final int NUMBER_MAX_CHARS = 64;

    /** Detection of UTF-16 and UTF-32 is off: JSON between systems is UTF-8 (RFC 8259, 8.1). */
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .configure(JsonFactory.Feature.CHARSET_DETECTION, false)
            .configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(JsonInput.DEPTH_MAX)
                    .maxStringLength(JsonInput.TEXT_MAX_CHARS)
                    .maxNameLength(JsonInput.NAME_MAX_CHARS)
                    .maxNumberLength(NUMBER_MAX_CHARS)
                    .build())
            .build();

    private Parsers() {}

    static JsonParser of(byte[] body, int offset, int length) throws IOException {
        return FACTORY.createParser(body, offset, length);
    }
}
