package io.farebox.api.json;

/**
 * One thing that is wrong with a request.
 *
 * @param pointer where it is in the body (RFC 6901); for a parameter of the query or a header, its name
 * @param detail one sentence for a person; it never repeats what was sent, which may be personal
 */
public record Fault(String pointer, String detail) {}
