package io.farebox.api.send;

import io.farebox.api.command.Refusals;
import io.farebox.api.command.Windows;
import io.farebox.charge.Command;
import io.farebox.charge.Decider;
import io.farebox.charge.Ids;
import io.farebox.charge.Node;
import io.farebox.charge.Outcome;
import io.farebox.charge.Refusal;
import io.farebox.charge.State;
import io.farebox.charge.Window;
import io.farebox.directory.Account;
import io.farebox.ledger.Balances;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * A reservation that holds nothing: the pure core decides it on the nodes as they stand.
 *
 * <p>The balance that it answers is the one from before, because nothing was taken from it.
 */
public final class DryRun {
    private final Balances balances;
    private final Clock clock;

    public DryRun(Balances balances, Clock clock) {
        this.balances = balances;
        this.clock = clock;
    }

    Mono<Outcome.Reserved> reserve(Account account, Command.Reserve command) {
        List<String> ids = new ArrayList<>(account.path());
        if (!command.leaf().equals(account.id())) {
            ids.add(command.leaf());
        }
        return balances.nodes(Ids.partitionOf(account.id()), ids).map(nodes -> decide(nodes, command));
    }

    private Outcome.Reserved decide(List<Node> nodes, Command.Reserve command) {
        long nowMs = clock.millis();
        State state =
                State.ofNodes(nodes.stream().map(node -> inWindow(node, nowMs)).toList());
        Outcome outcome = Decider.decide(state, command, nowMs).outcome();
        if (outcome instanceof Outcome.Refused refused) {
            throw Refusals.problem(refused.refusal());
        }
        Outcome.Reserved would = (Outcome.Reserved) outcome;
        return new Outcome.Reserved(
                would.record(), would.slot(), would.upTo(), would.count(), would.creditsMicro(), payer(state, command));
    }

    /** A window that has ended counts as one with nothing spent; where the next ends does not matter here. */
    private static Node inWindow(Node node, long nowMs) {
        Window window = node.window();
        if (node.limitMicro() == Node.UNLIMITED || nowMs < window.endMs()) {
            return node;
        }
        return new Node(
                node.id(),
                node.parent(),
                node.funding(),
                node.limitMicro(),
                Windows.at(window.kind(), ZoneOffset.UTC, nowMs),
                node.creditLimitMicro(),
                node.status(),
                node.availableMicro(),
                node.reservedMicro(),
                node.confirmedMicro(),
                0);
    }

    private static io.farebox.charge.Balance payer(State state, Command.Reserve command) {
        Node node = state.node(command.leaf());
        while (node != null && !node.funding().holdsCredits() && node.parent() != null) {
            node = state.node(node.parent());
        }
        if (node == null) {
            throw Refusals.problem(new Refusal(Refusal.Reason.UNKNOWN_NODE, command.leaf(), 0, 0));
        }
        return node.balance();
    }
}
