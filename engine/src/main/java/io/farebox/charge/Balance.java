package io.farebox.charge;

/** The three counters of a node after a command, in micro-credits. */
public record Balance(long availableMicro, long reservedMicro, long confirmedMicro) {}
