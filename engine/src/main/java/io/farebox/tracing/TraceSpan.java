package io.farebox.tracing;

/**
 * A span of a sampled request that is under way, or the spans of several that are made by one and the same work.
 *
 * <p>Where a request is not sampled there is none, so nothing of this is on the path of most requests.
 */
public interface TraceSpan {
    /** Begins a part of it. Of several it is a part of the first, and linked to the others. */
    TraceSpan begin(Operation operation);

    /** Gives it another name than its operation's, of a number that does not grow with customers. */
    TraceSpan named(String name);

    TraceSpan with(TraceAttribute attribute, String value);

    TraceSpan with(TraceAttribute attribute, long value);

    /**
     * Notes that it failed.
     *
     * @param type of a number that does not grow, such as the name of an exception; no message, which may name somebody
     */
    TraceSpan failed(String type);

    /** Ends it; what is told of it afterwards is not heard. */
    void end();

    /** The name by which it is found (W3C Trace Context), of 55 characters. */
    String traceparent();

    /** Runs something with its ids on each line of the log. */
    void run(Runnable work);
}
