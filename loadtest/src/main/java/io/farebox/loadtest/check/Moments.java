package io.farebox.loadtest.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.farebox.loadtest.site.Reader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An account's ledger from its oldest line to its newest: whether any limit was passed at any moment between.
 *
 * <p>Reports of one send that came in one block are one line, so what a line says is available is what was available
 * after the last of them; sums are compared at the end of each block, where nothing is between.
 */
public final class Moments {
    /** A line's id ends with its place in its block. */
    private static final int PLACE_CHARS = 5;

    private final Limits limits;
    private final Verdict verdict;
    private final Map<String, Long> heldAndUsedMicro = new HashMap<>();
    private final Set<Long> saidAvailable = new HashSet<>();
    private long availableMicro;
    private String block = "";

    /**
     * What must never be passed.
     *
     * @param account root account that pays for itself, with all of its lists drawing from it
     * @param creditLimitMicro how far below zero it may go
     * @param capsMicro what each of its capped lists may hold and use, by the list's name
     */
    public record Limits(String account, long creditLimitMicro, Map<String, Long> capsMicro) {
        public Limits {
            capsMicro = Map.copyOf(capsMicro);
        }
    }

    private record Line(String id, String kind, String list, long creditsMicro, long availableMicro) {
        static Line of(JsonNode line) {
            return new Line(
                    line.path("id").asText(),
                    line.path("kind").asText(),
                    line.path("list").asText(),
                    Micro.of(line, "credits"),
                    Micro.of(line, "available"));
        }

        String block() {
            return id.substring(0, Math.max(0, id.length() - PLACE_CHARS));
        }
    }

    private Moments(Limits limits, Verdict verdict) {
        this.limits = limits;
        this.verdict = verdict;
    }

    /** Reads the whole ledger and notes each moment at which a limit was passed. */
    public static void check(Reader reader, Limits limits, Verdict verdict) throws IOException, InterruptedException {
        List<Line> lines = new ArrayList<>();
        Pages.read(reader, "/v1/accounts/" + limits.account() + "/ledger", line -> lines.add(Line.of(line)));
        // A page is sorted by the clocks of engines; what was decided first has the lower block, and so the lower id.
        lines.sort(Comparator.comparing(Line::id));
        Moments moments = new Moments(limits, verdict);
        lines.forEach(moments::add);
        moments.endOfBlock();
    }

    private void add(Line line) {
        if (!line.block().equals(block)) {
            endOfBlock();
            block = line.block();
        }
        saidAvailable.add(line.availableMicro());
        if (line.availableMicro() < -limits.creditLimitMicro()) {
            verdict.fault("at ledger line " + line.id() + " of " + limits.account() + " " + line.availableMicro()
                    + " micro-credits were available, below the limit of " + -limits.creditLimitMicro());
        }
        if (!line.kind().equals("confirmed")) {
            availableMicro += line.creditsMicro();
            heldAndUsed(line);
        }
    }

    private void heldAndUsed(Line line) {
        Long cap = limits.capsMicro().get(line.list());
        if (cap != null) {
            long sum = heldAndUsedMicro.merge(line.list(), -line.creditsMicro(), Long::sum);
            if (sum > cap) {
                verdict.fault("at ledger line " + line.id() + " the list " + line.list() + " held and used " + sum
                        + " micro-credits, above its cap of " + cap);
            }
        }
    }

    private void endOfBlock() {
        if (!saidAvailable.isEmpty() && !saidAvailable.contains(availableMicro)) {
            verdict.fault("after block " + block + " of " + limits.account() + " the ledger's lines add up to "
                    + availableMicro + " micro-credits available, and none of them says so");
        }
        saidAvailable.clear();
    }
}
