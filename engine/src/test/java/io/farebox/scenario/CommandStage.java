package io.farebox.scenario;

import io.farebox.charge.Balance;
import io.farebox.charge.Clause;
import io.farebox.charge.Command;
import io.farebox.charge.Credits;
import io.farebox.charge.Event;
import io.farebox.charge.Funding;
import io.farebox.charge.Ids;
import io.farebox.charge.Lot;
import io.farebox.charge.Lots;
import io.farebox.charge.Node;
import io.farebox.charge.Once;
import io.farebox.charge.Order;
import io.farebox.charge.Outcome;
import io.farebox.charge.PriceClass;
import io.farebox.charge.Refusal;
import io.farebox.charge.State;
import io.farebox.charge.Terms;
import io.farebox.charge.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A stage for whatever takes commands: the pure core, or the scripts. */
public final class CommandStage implements Stage {
    private static final long START_MS = 1_800_000_000_000L;
    private static final long DAY_MS = 86_400_000L;
    private static final Duration DEADLINE = Duration.ofDays(3);

    private final int partition;
    private final BiFunction<Command, Long, Outcome> charger;
    private final Function<String, Node> nodes;
    private final Function<String, State.Pool> pools;
    private final Map<String, String> ids = new LinkedHashMap<>();
    private final Map<String, String> records = new HashMap<>();
    private long nowMs = START_MS;
    private int grants;

    /**
     * @param charger carries out a command at a time
     * @param nodes reads a node that exists
     * @param pools reads what an account holds its credits in
     */
    public CommandStage(
            int partition,
            BiFunction<Command, Long, Outcome> charger,
            Function<String, Node> nodes,
            Function<String, State.Pool> pools) {
        this.partition = partition;
        this.charger = charger;
        this.nodes = nodes;
        this.pools = pools;
    }

    @Override
    public String account(String name, @Nullable String parent, Funded funded) {
        ids.put(name, Ids.account(partition, ids.size() + 1L));
        boolean shared = funded.word().equals("shared");
        boolean limited = shared && !funded.amount().isEmpty();
        return word(charge(new Command.OpenAccount(
                id(name),
                parent == null ? null : id(parent),
                shared ? Funding.SHARED : Funding.OWN,
                limited ? micro(funded.amount()) : Node.UNLIMITED,
                window(funded.window()),
                shared ? 0 : micro(funded.amount()),
                null)));
    }

    @Override
    public String list(String account, String name, Funded funded) {
        Funding funding = Funding.valueOf(funded.word().toUpperCase(Locale.ROOT));
        return word(charge(new Command.PutList(
                Ids.list(id(account), name),
                funding,
                funding == Funding.CAPPED ? micro(funded.amount()) : Node.UNLIMITED,
                window(funded.window()),
                funding == Funding.ASSIGNED ? micro(funded.amount()) : 0)));
    }

    @Override
    public String closeList(String account, String name) {
        return word(charge(new Command.CloseList(Ids.list(id(account), name))));
    }

    @Override
    public String grant(String account, String amount, Validity validity, String key) {
        return word(charge(new Command.Grant(
                id(account),
                "g" + grants++,
                micro(amount),
                nowMs + validity.days() * DAY_MS,
                validity.extending(),
                "",
                "",
                once(key, amount))));
    }

    @Override
    public String transfer(String from, String to, String amount, String key) {
        return word(charge(new Command.Transfer(id(from), id(to), micro(amount), "", once(key, from + to + amount))));
    }

    @Override
    public String adjust(String account, String amount) {
        boolean less = amount.startsWith("-");
        long credits = micro(less ? amount.substring(1) : amount);
        return word(charge(new Command.Adjust(
                id(account), "c" + grants++, less ? -credits : credits, nowMs + 730 * DAY_MS, "correction", null)));
    }

    @Override
    public String fund(String account, Funded funded) {
        boolean shared = funded.word().equals("shared");
        boolean limited = shared && !funded.amount().isEmpty();
        return word(charge(new Command.SetFunding(
                id(account),
                shared ? Funding.SHARED : Funding.OWN,
                limited ? micro(funded.amount()) : Node.UNLIMITED,
                window(funded.window()),
                shared ? 0 : micro(funded.amount()))));
    }

    @Override
    public String topUp(String account, String below, String amount) {
        return word(charge(new Command.SetTopUp(id(account), micro(below), micro(amount))));
    }

    @Override
    public String closeAccount(String account) {
        return word(charge(new Command.CloseAccount(id(account))));
    }

    @Override
    public String suspend(String account, boolean suspended) {
        return word(charge(new Command.Suspend(id(account), suspended)));
    }

    @Override
    public String send(String name, String node, List<Part> parts, boolean partial, String key) {
        Terms terms = new Terms(
                new Clause(nowMs + DEADLINE.toMillis(), Clause.OnDeadline.CONFIRM, Clause.LateDelivery.CHARGE), 0);
        return hold(
                name, new Command.Reserve("", 0, leaf(node), order(parts), terms, partial, once(key, node + parts)));
    }

    @Override
    public String schedule(String name, String node, List<Part> parts, int hours) {
        long atMs = nowMs + Duration.ofHours(hours).toMillis();
        Terms terms = new Terms(
                new Clause(atMs + DEADLINE.toMillis(), Clause.OnDeadline.CONFIRM, Clause.LateDelivery.CHARGE), atMs);
        return hold(name, new Command.Reserve("", 0, leaf(node), order(parts), terms, false, null));
    }

    @Override
    public String reserve(String name, String node, String amount) {
        Terms terms = new Terms(
                new Clause(nowMs + DEADLINE.toMillis(), Clause.OnDeadline.RELEASE, Clause.LateDelivery.IGNORE), 0);
        PriceClass priceClass = new PriceClass("", 0, micro(amount));
        Order order = new Order(1, List.of(priceClass), new byte[0], micro(amount), "", new byte[0]);
        return hold(name, new Command.Reserve("", 0, leaf(node), order, terms, false, null));
    }

    private String hold(String name, Command.Reserve c) {
        String record = Ids.record(partition, 5, records.size());
        Command.Reserve command = new Command.Reserve(record, 0, c.leaf(), c.order(), c.terms(), c.partial(), c.once());
        Outcome outcome = charge(command);
        if (outcome instanceof Outcome.Refused refused && refused.refusal().reason() == Refusal.Reason.WINDOW_ENDED) {
            charge(new Command.RollWindow(refused.refusal().node(), window("day")));
            outcome = charge(command);
        }
        if (outcome instanceof Outcome.Reserved reserved) {
            records.put(name, reserved.record());
        }
        return word(outcome);
    }

    @Override
    public String cancel(String send) {
        return word(charge(new Command.Cancel(records.get(send), 0)));
    }

    @Override
    public String conclude(String reservation, String amount, String key) {
        long credits = amount.isEmpty() ? Command.Conclude.ALL : micro(amount);
        return word(charge(new Command.Conclude(records.get(reservation), 0, credits, once(key, amount))));
    }

    @Override
    public String report(String send, int index, boolean delivered) {
        return word(charge(
                new Command.Settle(records.get(send), 0, index, delivered ? Event.DELIVERED : Event.FAILED, "", true)));
    }

    @Override
    public String balance(String node) {
        Balance balance = nodes.apply(leaf(node)).balance();
        return "available " + Credits.format(balance.availableMicro()) + " reserved "
                + Credits.format(balance.reservedMicro()) + " confirmed " + Credits.format(balance.confirmedMicro());
    }

    @Override
    public String expiries(String account) {
        State.Pool pool = pools.apply(id(account));
        long availableMicro = nodes.apply(id(account)).availableMicro();
        for (String list : pool.lists()) {
            availableMicro += nodes.apply(list).availableMicro();
        }
        List<String> words = new ArrayList<>();
        for (Lot lot : Lots.remaining(pool.lots(), availableMicro)) {
            if (lot.creditsMicro() > 0) {
                words.add(expiry(lot.creditsMicro(), lot.expiresAtMs() - nowMs));
            }
        }
        return words.isEmpty() ? "nothing" : String.join(", ", words);
    }

    /** So much credit, and after how many days, rounded up. */
    static String expiry(long creditsMicro, long leftMs) {
        return Credits.format(creditsMicro) + " in " + (leftMs + DAY_MS - 1) / DAY_MS + " days";
    }

    @Override
    public void pass(Duration time) {
        nowMs += time.toMillis();
        records.values().forEach(record -> charge(new Command.Sweep(record)));
        ids.values().forEach(account -> charge(new Command.SweepAccount(account)));
    }

    /** An account on which a package has expired is swept first, as the API does it. */
    private Outcome charge(Command command) {
        Outcome outcome = charger.apply(command, nowMs++);
        if (outcome instanceof Outcome.Refused refused && refused.refusal().reason() == Refusal.Reason.EXPIRY_DUE) {
            var unused =
                    charger.apply(new Command.SweepAccount(refused.refusal().node()), nowMs++);
            return charge(command);
        }
        return outcome;
    }

    private String word(Outcome outcome) {
        return outcome.when(new Words(this::nameOf));
    }

    private Order order(List<Part> parts) {
        List<PriceClass> classes = new ArrayList<>();
        List<Byte> map = new ArrayList<>();
        long totalMicro = 0;
        for (Part part : parts) {
            if (!part.price().isEmpty()) {
                classes.add(new PriceClass("US", 1, micro(part.price())));
                totalMicro += part.count() * micro(part.price());
            }
            for (int i = 0; i < part.count(); i++) {
                map.add((byte) (part.price().isEmpty() ? 0 : classes.size()));
            }
        }
        byte[] classMap = new byte[parts.size() == 1 ? 0 : map.size()];
        for (int i = 0; i < classMap.length; i++) {
            classMap[i] = map.get(i);
        }
        return new Order(map.size(), classes, classMap, totalMicro, "", new byte[0]);
    }

    private Window window(String word) {
        long startMs = nowMs / DAY_MS * DAY_MS;
        return switch (word) {
            case "day" -> new Window(Window.Kind.DAY, startMs, startMs + DAY_MS);
            case "month" -> new Window(Window.Kind.MONTH, startMs, startMs + 30 * DAY_MS);
            default -> Window.TOTAL;
        };
    }

    private static @Nullable Once once(String key, String fingerprint) {
        return key.isEmpty() ? null : new Once(key, fingerprint);
    }

    private static long micro(String amount) {
        return amount.isEmpty() ? 0 : Credits.parse(amount).orElseThrow();
    }

    private String id(String name) {
        String id = ids.get(name);
        if (id == null) {
            throw new IllegalArgumentException("the scenario names no account " + name);
        }
        return id;
    }

    private String leaf(String node) {
        int slash = node.indexOf('/');
        return slash < 0 ? id(node) : Ids.list(id(node.substring(0, slash)), node.substring(slash + 1));
    }

    private String nameOf(String id) {
        String account = Ids.accountOf(id);
        String name = ids.entrySet().stream()
                .filter(known -> known.getValue().equals(account))
                .map(Map.Entry::getKey)
                .findAny()
                .orElse(account);
        return Ids.listOf(id).isEmpty() ? name : name + "/" + Ids.listOf(id);
    }
}
