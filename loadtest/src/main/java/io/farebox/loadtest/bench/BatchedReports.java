package io.farebox.loadtest.bench;

import java.io.IOException;

/** Delivery reports in a provider's batches, against one per request. */
final class BatchedReports implements Row {
    private final Reports reports;

    BatchedReports(Reports reports) {
        this.reports = reports;
    }

    @Override
    public String what() {
        return "delivery reports in batches of 100";
    }

    @Override
    public String against() {
        return "one per request";
    }

    @Override
    public Goal goal() {
        return Goal.ratioAtLeast(5);
    }

    @Override
    public Reading measure(Round round) throws IOException, InterruptedException {
        double oneByOne = reports.oneByOne(round).perSecond();
        return Reading.ratio(reports.batched(round).perSecond() * Reports.BATCH, oneByOne);
    }
}
