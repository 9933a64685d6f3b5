package io.farebox.loadtest.bench;

import java.io.IOException;

/** Delivery reports, one per request, against the server's echo of the same requests. */
final class SingleReports implements Row {
    private final Reports reports;

    SingleReports(Reports reports) {
        this.reports = reports;
    }

    @Override
    public String what() {
        return "delivery reports, one per request";
    }

    @Override
    public String against() {
        return "JSON echo";
    }

    @Override
    public Goal goal() {
        return Goal.ratioAtLeast(0.60);
    }

    @Override
    public Reading measure(Round round) throws IOException, InterruptedException {
        return Reading.ratio(
                reports.oneByOne(round).perSecond(), reports.echo(round).perSecond());
    }
}
