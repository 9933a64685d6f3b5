package io.farebox.api.operation;

import io.farebox.api.http.Meter;
import io.farebox.api.http.Route;
import io.farebox.metrics.Meters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The timers of one event loop's requests, found without building their tags each time. */
public final class RequestMeter implements Meter {
    private final MeterRegistry registry;
    private final IdentityHashMap<Route, Map<Integer, Timer>> timers = new IdentityHashMap<>();
    private final Map<Integer, Timer> unrouted = new HashMap<>();

    public RequestMeter(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void answered(@Nullable Route route, int status, long nanos) {
        Map<Integer, Timer> ofRoute = route == null ? unrouted : timers.computeIfAbsent(route, any -> new HashMap<>());
        Timer timer = ofRoute.get(status);
        if (timer == null) {
            String method = route == null ? "none" : route.method();
            String path = route == null ? "none" : route.template();
            timer = Meters.HTTP_REQUESTS.timer(registry, method, path, Integer.toString(status));
            ofRoute.put(status, timer);
        }
        timer.record(nanos, TimeUnit.NANOSECONDS);
    }
}
