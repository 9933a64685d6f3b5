package io.farebox.api.send;

import io.farebox.api.command.Charging;
import io.farebox.api.command.Refusals;
import io.farebox.api.command.Windows;
import io.farebox.charge.Command;
import io.farebox.charge.Decider;
import io.farebox.charge.Ids;
import io.farebox.charge.Node;
import io.farebox.charge.Outcome;
import io.farebox.charge.State;
import io.farebox.charge.Window;
import io.farebox.directory.Account;
import io.farebox.ledger.Balances;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * A reservation that holds nothing: the pure core decides it on the nodes as they stand.
 *
 * <p>The balance that it answers is the one from before, because nothing was taken from it.
 */
public final class DryRun {
    private final Balances balances;
    private final Charging charging;
    private final Clock clock;

    public DryRun(Balances balances, Charging charging, Clock clock) {
        this.balances = balances;
        this.charging = charging;
        this.clock = clock;
    }

    /** What a level of the tree would have left: of its cap, its quota or, at the payer, of its credits. */
    record Level(String node, String limit, long leftMicro) {}

    /** What would be held, and what each level that limits it would have left, the sender's first. */
    record Tried(Outcome.Reserved reserved, List<Level> levels) {}

    Mono<Tried> reserve(Account account, Command.Reserve command) {
        return nodes(account, command)
                .flatMap(nodes -> ended(nodes, account)
                        .map(holder -> charging.sweep(holder).then(nodes(account, command)))
                        .orElse(Mono.just(nodes)))
                .map(nodes -> decide(nodes, command));
    }

    /** An account on the way whose credits have expired and were not taken out yet. */
    private Optional<String> ended(List<Node> nodes, Account account) {
        long nowMs = clock.millis();
        return nodes.stream()
                .filter(node -> node.nextExpiryMs() != 0 && node.nextExpiryMs() <= nowMs)
                .map(Node::id)
                .filter(account.path()::contains)
                .findFirst();
    }

    private Mono<List<Node>> nodes(Account account, Command.Reserve command) {
        List<String> ids = new ArrayList<>(account.path());
        if (!command.leaf().equals(account.id())) {
            ids.add(command.leaf());
        }
        return balances.nodes(Ids.partitionOf(account.id()), ids);
    }

    private Tried decide(List<Node> nodes, Command.Reserve command) {
        long nowMs = clock.millis();
        State state =
                State.ofNodes(nodes.stream().map(node -> inWindow(node, nowMs)).toList());
        Outcome outcome = Decider.decide(state, command, nowMs).outcome();
        if (outcome instanceof Outcome.Refused refused) {
            throw Refusals.problem(refused.refusal());
        }
        Outcome.Reserved would = (Outcome.Reserved) outcome;
        List<Level> levels = new ArrayList<>();
        Node node = Objects.requireNonNull(state.node(command.leaf()));
        while (!node.funding().holdsCredits() && node.parent() != null) {
            level(node, would.creditsMicro()).ifPresent(levels::add);
            node = Objects.requireNonNull(state.node(node.parent()));
        }
        long leftMicro = node.availableMicro() + node.creditLimitMicro() - would.creditsMicro();
        levels.add(new Level(node.id(), "credits", leftMicro));
        Outcome.Reserved unheld = new Outcome.Reserved(
                would.record(), would.slot(), would.upTo(), would.count(), would.creditsMicro(), node.balance());
        return new Tried(unheld, levels);
    }

    private static Optional<Level> level(Node node, long creditsMicro) {
        return node.limitMicro() == Node.UNLIMITED
                ? Optional.empty()
                : Optional.of(new Level(
                        node.id(), node.funding().isOfList() ? "cap" : "quota", node.roomMicro() - creditsMicro));
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
                0,
                node.nextExpiryMs(),
                node.children(),
                node.topUp());
    }
}
