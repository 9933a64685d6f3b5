package io.farebox.api.operation;

import io.farebox.api.http.Meter;
import io.farebox.api.http.ProblemType;
import io.farebox.api.http.Route;
import io.farebox.metrics.Meters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The meters of one event loop's requests, found without building their tags each time. */
public final class RequestMeter implements Meter {
    private static final String NONE = "none";
    private static final String OK = "ok";

    private final MeterRegistry registry;
    private final String loop;
    private final Counter closed;
    private final Counter inFlight;
    private final Counter bodies;
    private final IdentityHashMap<Route, Timers> routed = new IdentityHashMap<>();
    private final Timers unrouted;

    /** The timers of one route by what became of its requests. */
    private final class Timers {
        private final String method;
        private final String path;
        private final Map<Integer, Timer> served = new HashMap<>();
        private final Map<ProblemType, Timer> refused = new EnumMap<>(ProblemType.class);

        Timers(String method, String path) {
            this.method = method;
            this.path = path;
        }

        Timer served(int status) {
            return served.computeIfAbsent(status, s -> timer(s, OK));
        }

        Timer refused(ProblemType problem) {
            return refused.computeIfAbsent(problem, p -> timer(p.status(), p.slug()));
        }

        private Timer timer(int status, String outcome) {
            return Meters.HTTP_REQUESTS.timer(registry, method, path, Integer.toString(status), outcome);
        }
    }

    /** @param loop the event loop's number, from 0 */
    public RequestMeter(MeterRegistry registry, int loop) {
        this.registry = registry;
        this.loop = Integer.toString(loop);
        this.closed = Meters.HTTP_CLOSED.counter(registry);
        this.inFlight = Meters.SHED.counter(registry, "any", "in-flight");
        this.bodies = Meters.SHED.counter(registry, "any", "bodies");
        this.unrouted = new Timers(NONE, NONE);
    }

    @Override
    public void serves(Load load) {
        Meters.HTTP_CONNECTIONS.gauge(registry, load, Load::connections, loop);
        Meters.HTTP_IN_FLIGHT.gauge(registry, load, Load::requests, loop);
        Meters.HTTP_BODIES.gauge(registry, load, Load::bodyBytes, loop);
    }

    @Override
    public void answered(@Nullable Route route, int status, @Nullable ProblemType problem, long nanos) {
        Timers timers = unrouted;
        if (route != null) {
            timers = routed.get(route);
            if (timers == null) {
                timers = new Timers(route.method(), route.template());
                routed.put(route, timers);
            }
        }
        Timer timer = problem == null ? timers.served(status) : timers.refused(problem);
        timer.record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void shed(Bound bound) {
        switch (bound) {
            case IN_FLIGHT -> inFlight.increment();
            case BODIES -> bodies.increment();
        }
    }

    @Override
    public void closed() {
        closed.increment();
    }
}
