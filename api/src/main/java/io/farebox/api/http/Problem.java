package io.farebox.api.http;

import io.farebox.api.json.Fault;
import io.farebox.api.json.JsonOutput;
import io.farebox.api.json.Malformed;
import io.farebox.ledger.Unavailable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Why a call is not done, as RFC 9457 has it; thrown or signalled by whoever finds out. */
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String CONTENT_TYPE = "application/problem+json";

    private final ProblemType type;
    private final @Nullable String detail;
    /** Further members, all texts, in their order. */
    private final transient Map<String, String> members;

    private final transient List<Fault> faults;
    private final transient Map<String, String> headers;

    private Problem(
            ProblemType type,
            @Nullable String detail,
            Map<String, String> members,
            List<Fault> faults,
            Map<String, String> headers) {
        super(type.slug(), null, false, false);
        this.type = type;
        this.detail = detail;
        this.members = members;
        this.faults = faults;
        this.headers = headers;
    }

    public static Problem of(ProblemType type) {
        return new Problem(type, null, Map.of(), List.of(), Map.of());
    }

    public static Problem of(ProblemType type, String detail) {
        return new Problem(type, detail, Map.of(), List.of(), Map.of());
    }

    /** A problem with members that help; a sorted or linked map keeps its order. */
    public static Problem of(ProblemType type, @Nullable String detail, Map<String, String> members) {
        return new Problem(type, detail, members, List.of(), Map.of());
    }

    /** A malformed body, parameter or header. */
    public static Problem of(Malformed malformed) {
        int count = malformed.faults().size();
        String detail = count == 1 ? "There is one fault." : "There are " + count + " faults.";
        return new Problem(ProblemType.MALFORMED, detail, Map.of(), malformed.faults(), Map.of());
    }

    /** A store that does not answer, or a limit that was reached. */
    public static Problem of(Unavailable unavailable) {
        ProblemType type = switch (unavailable.reason()) {
            case OVERLOADED -> ProblemType.OVERLOADED;
            case PARTITION_UNAVAILABLE -> ProblemType.PARTITION_UNAVAILABLE;
            case HISTORY_UNAVAILABLE -> ProblemType.HISTORY_UNAVAILABLE;
        };
        return of(type).with("Retry-After", Integer.toString(Math.max(1, unavailable.retryAfterSeconds())));
    }

    /** One fault of a request, outside or inside its body. */
    public static Problem malformed(String pointer, String detail) {
        return of(new Malformed(pointer, detail));
    }

    /** The same problem with one more header for its answer. */
    public Problem with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Problem(type, detail, members, faults, more);
    }

    public ProblemType type() {
        return type;
    }

    /** Why, in a sentence. */
    public String why() {
        String first = detail == null ? type.title() : detail;
        return faults.isEmpty()
                ? first
                : first + " " + faults.get(0).pointer() + " " + faults.get(0).detail();
    }

    /** What the client is told. */
    public Answer answer() {
        JsonOutput out = new JsonOutput(256 + 96 * faults.size());
        out.open().field("type", type.urn()).field("title", type.title()).field("status", type.status());
        out.field("detail", detail);
        members.forEach(out::field);
        if (!faults.isEmpty()) {
            out.openArray("faults");
            for (Fault fault : faults) {
                out.open()
                        .field("pointer", fault.pointer())
                        .field("detail", fault.detail())
                        .close();
            }
            out.closeArray();
        }
        Answer answer = Answer.of(type.status(), CONTENT_TYPE, out.close());
        headers.forEach(answer::with);
        if (type == ProblemType.UNAUTHORIZED) {
            answer.with("WWW-Authenticate", "Bearer");
        }
        return answer;
    }
}
