package io.farebox.api.command;

import io.farebox.api.access.KeyRing;
import io.farebox.api.access.Tenancy;
import io.farebox.directory.Directory;
import io.farebox.ledger.Balances;
import io.farebox.ledger.History;
import io.farebox.ledger.Inbox;
import io.farebox.ledger.Links;
import java.time.Clock;

/**
 * What calls work with on one event loop: charging and balances are its own, the rest is shared by all.
 *
 * @param rateLimit how fast each customer may send
 * @param lag how late the event loop is
 * @param partitions how many slices the root accounts are spread over
 */
public record Engine(
        Charging charging,
        Balances balances,
        Directory directory,
        History history,
        Links links,
        Inbox inbox,
        KeyRing keys,
        Tenancy tenancy,
        Clock clock,
        RateLimit rateLimit,
        LoopLag lag,
        int partitions) {}
