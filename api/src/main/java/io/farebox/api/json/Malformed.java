package io.farebox.api.json;

import java.util.List;

/** The failure of a request that cannot be read as what it must be. */
public final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Fault> faults;

    public Malformed(List<Fault> faults) {
        super("malformed request", null, false, false);
        this.faults = List.copyOf(faults);
    }

    public Malformed(String pointer, String detail) {
        this(List.of(new Fault(pointer, detail)));
    }

    /** What is wrong, in the order of the body; at least one. */
    public List<Fault> faults() {
        return faults;
    }
}
