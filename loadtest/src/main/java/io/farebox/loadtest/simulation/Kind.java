package io.farebox.loadtest.simulation;

import io.gatling.javaapi.core.Simulation;
import java.util.Locale;

/** The simulations that there are. */
public enum Kind {
    BURST(Burst.class),
    STEADY(Steady.class),
    SPIKE(Spike.class),
    HOT_LIST(HotList.class),
    SOAK(Soak.class),
    REPORT_STORM(ReportStorm.class);

    final Class<? extends Simulation> simulation;

    Kind(Class<? extends Simulation> simulation) {
        this.simulation = simulation;
    }

    /** As it is written on a command line, as in hot-list. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
