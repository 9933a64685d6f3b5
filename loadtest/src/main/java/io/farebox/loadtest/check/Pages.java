package io.farebox.loadtest.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.farebox.loadtest.site.Reader;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** A cursor-paged list, read to its end. */
final class Pages {
    private static final int PAGE_ITEMS = 1_000;

    private Pages() {}

    static void read(Reader reader, String path, Consumer<JsonNode> item) throws IOException, InterruptedException {
        String cursor = "";
        do {
            JsonNode page = reader.get(path + "?limit=" + PAGE_ITEMS + cursor);
            page.path("items").forEach(item);
            JsonNode next = page.path("next");
            cursor = next.isTextual() ? "&cursor=" + URLEncoder.encode(next.asText(), StandardCharsets.UTF_8) : "";
        } while (!cursor.isEmpty());
    }
}
