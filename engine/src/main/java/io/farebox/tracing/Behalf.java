package io.farebox.tracing;

import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/** The span on whose behalf a reactive chain runs, in the context of its subscriber; most chains have none. */
public final class Behalf {
    private static final Object KEY = Behalf.class;

    private Behalf() {}

    /** The context of what runs on behalf of a span. */
    public static Context with(Context context, TraceSpan span) {
        return context.put(KEY, span);
    }

    /** The context of what runs on behalf of none. */
    public static Context without(Context context) {
        return context.delete(KEY);
    }

    /** The span in a context, null where there is none. */
    public static @Nullable TraceSpan in(ContextView context) {
        Object span = context.getOrDefault(KEY, null);
        return span instanceof TraceSpan known ? known : null;
    }
}
