package io.farebox.relay;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a partition's relay is failing now; it says so once when that begins and once when it ends. */
final class Outage {
    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

    private final int partition;
    private boolean failing;

    Outage(int partition) {
        this.partition = partition;
    }

    synchronized void failed(String step, Throwable failure) {
        if (!failing) {
            failing = true;
            LOG.warn("Partition {} cannot {} its journal; will keep trying: {}", partition, step, failure.toString());
        }
    }

    synchronized void succeeded() {
        if (failing) {
            failing = false;
            LOG.info("Partition {} is archived again", partition);
        }
    }
}
