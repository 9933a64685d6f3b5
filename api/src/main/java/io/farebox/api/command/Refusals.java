package io.farebox.api.command;

import io.farebox.api.http.Problem;
import io.farebox.api.http.ProblemType;
import io.farebox.charge.Credits;
import io.farebox.charge.Refusal;
import java.util.LinkedHashMap;
import java.util.Map;

/** The problems that the core's refusals become. */
public final class Refusals {
    private Refusals() {}

    public static Problem problem(Refusal refusal) {
        return switch (refusal.reason()) {
            case INSUFFICIENT_CREDITS -> credits(ProblemType.INSUFFICIENT_CREDITS, refusal);
            case CAP_EXCEEDED -> credits(ProblemType.CAP_EXCEEDED, refusal);
            case QUOTA_EXCEEDED -> credits(ProblemType.QUOTA_EXCEEDED, refusal);
            case SUSPENDED -> node(ProblemType.ACCOUNT_SUSPENDED, refusal);
            case UNKNOWN_NODE -> node(ProblemType.NOT_FOUND, refusal);
            case ALREADY_EXISTS -> node(ProblemType.ALREADY_EXISTS, refusal);
            case TOO_DEEP -> node(ProblemType.TOO_DEEP, refusal);
            case HOLDS_NO_CREDITS -> node(ProblemType.HOLDS_NO_CREDITS, refusal);
            case STILL_RESERVED -> node(ProblemType.STILL_RESERVED, refusal);
            case TOO_MANY_CREDITS -> node(ProblemType.TOO_MANY_CREDITS, refusal);
            case KEY_REUSED -> Problem.of(ProblemType.IDEMPOTENCY_KEY_REUSED);
            case UNRELATED -> node(ProblemType.UNRELATED, refusal);
            case NO_PARENT -> node(ProblemType.NO_PARENT, refusal);
            case STILL_ASSIGNED -> node(ProblemType.STILL_ASSIGNED, refusal);
            case STILL_HOLDS_CREDITS -> credits(ProblemType.STILL_HOLDS_CREDITS, refusal);
            case HAS_SUBACCOUNTS -> node(ProblemType.HAS_SUBACCOUNTS, refusal);
            case NOT_CANCELLABLE -> Problem.of(ProblemType.NOT_CANCELLABLE);
            case EXCEEDS_RESERVATION -> exceeds(refusal);
            case EXPIRY_DUE -> throw new IllegalStateException("an account could not be swept: " + refusal.node());
            case WINDOW_ENDED -> throw new IllegalStateException("a window could not be rolled: " + refusal.node());
        };
    }

    private static Problem credits(ProblemType type, Refusal refusal) {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("required", Credits.format(refusal.requiredMicro()));
        members.put("available", Credits.format(refusal.availableMicro()));
        members.put("node", refusal.node());
        return Problem.of(type, null, members);
    }

    private static Problem exceeds(Refusal refusal) {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("required", Credits.format(refusal.requiredMicro()));
        members.put("available", Credits.format(refusal.availableMicro()));
        return Problem.of(ProblemType.EXCEEDS_RESERVATION, null, members);
    }

    private static Problem node(ProblemType type, Refusal refusal) {
        return Problem.of(type, null, Map.of("node", refusal.node()));
    }
}
