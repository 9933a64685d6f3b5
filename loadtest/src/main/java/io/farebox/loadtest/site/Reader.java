package io.farebox.loadtest.site;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/** Answers GET requests. */
public interface Reader {
    /**
     * The answer to a GET.
     *
     * @param path with its query, as in /v1/accounts/a/ledger?limit=100
     * @throws RefusedException where the answer is not 2xx
     */
    JsonNode get(String path) throws IOException, InterruptedException;
}
