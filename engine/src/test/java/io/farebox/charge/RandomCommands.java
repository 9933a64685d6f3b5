package io.farebox.charge;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A seeded stream of commands over a few trees of every funding: sensible ones, repeated ones and nonsense.
 *
 * <p>It is told what became of each, so that it can settle and repeat what is really there.
 */
public final class RandomCommands {
    private static final long CREDIT = Credits.MICRO_PER_CREDIT;
    private static final String[] COUNTRIES = {"DE", "FR", "US", "001"};
    /** Sweeps go to one of so many sends of late, so that they often come between two deadlines. */
    private static final int SWEPT_MAX = 30;

    private static final List<Event> EVENTS = List.of(Event.values());

    private record Sent(String record, int slot, int count) {}

    private final Random random;
    private final int partition;
    private final List<String> accounts = new ArrayList<>();
    private final List<String> lists = new ArrayList<>();
    private final List<Sent> sends = new ArrayList<>();
    private final List<Sent> several = new ArrayList<>();
    private final List<Command> keyed = new ArrayList<>();
    private long nowMs = 1_800_000_000_000L;
    private int count;
    private Command.@Nullable Reserve lastSingle;
    private Command.@Nullable Settle lastSettle;
    private @Nullable Sent lastSettled;

    public RandomCommands(long seed, int partition) {
        this.random = new Random(seed);
        this.partition = partition;
    }

    /** The time of the next command: mostly a moment later, sometimes days. */
    public long tick() {
        int kind = random.nextInt(100);
        nowMs += kind < 80
                ? random.nextInt(1000)
                : kind < 97 ? random.nextInt(6 * 3600_000) : 24L * 3600_000 * (1 + random.nextInt(3));
        return nowMs;
    }

    /** The next command; ids are new ones where something is made. */
    public Command next() {
        int kind = random.nextInt(100);
        if (accounts.size() < 2 || kind < 4) {
            return open();
        } else if (kind < 10) {
            return list();
        } else if (kind < 17) {
            return supply();
        } else if (kind < 19) {
            return shape();
        } else if (kind < 24) {
            return new Command.RollWindow(node(), window(Window.Kind.DAY));
        } else if (kind < 26 && !lists.isEmpty()) {
            return new Command.CloseList(pick(lists));
        } else if (kind < 29 && !keyed.isEmpty()) {
            return again(pick(keyed));
        } else if (kind < 32 && !sends.isEmpty()) {
            return sweep();
        } else if (kind < 34) {
            return new Command.SweepAccount(account());
        } else if (kind < 37 && !sends.isEmpty()) {
            Sent sent = pick(sends);
            return random.nextInt(3) == 0
                    ? new Command.Cancel(sent.record(), sent.slot())
                    : keyed(new Command.Conclude(
                            sent.record(), sent.slot(), random.nextInt(4) == 0 ? -1 : amount(2), once()));
        } else if (kind < 60 && !sends.isEmpty()) {
            return settle();
        }
        return random.nextInt(3) == 0 && lastSingle != null ? alike(lastSingle) : keyed(reserve());
    }

    /** Mostly sends that have several deadlines, while they may be between two of them. */
    private Command sweep() {
        List<Sent> some = several.isEmpty() || random.nextInt(3) == 0 ? sends : several;
        return new Command.Sweep(pick(some.subList(Math.max(0, some.size() - SWEPT_MAX), some.size()))
                .record());
    }

    /** Takes note of where a single-message send was put that shares a record. */
    public void placed(String record, int slot) {
        sends.add(new Sent(record, slot, 1));
    }

    /** Credits that come, move on or are corrected; some expire within the sequence. */
    private Command supply() {
        long expiresAtMs = nowMs + 1000L * random.nextInt(random.nextInt(4) == 0 ? 10 : 1_000_000);
        return switch (random.nextInt(8)) {
            case 0, 1, 2, 3 ->
                keyed(new Command.Grant(
                        account(),
                        "g" + (random.nextInt(30) == 0 ? 1 : count++),
                        1 + amount(60),
                        expiresAtMs,
                        random.nextInt(4) == 0,
                        "ref " + random.nextInt(3),
                        "",
                        once()));
            case 4 ->
                keyed(new Command.Adjust(
                        account(), "c" + count++, amount(10) - 5 * CREDIT - 1, expiresAtMs, "why", once()));
            default -> keyed(new Command.Transfer(account(), account(), 1 + amount(10), "für Größe", once()));
        };
    }

    private Command shape() {
        String account = account();
        return switch (random.nextInt(8)) {
            case 0, 1 -> new Command.Suspend(account, random.nextInt(4) == 0);
            case 2 -> new Command.SetTopUp(account, amount(10), random.nextInt(3) == 0 ? 0 : amount(10));
            case 3 -> new Command.CloseAccount(random.nextInt(5) == 0 ? account : Ids.account(partition, 1));
            case 4, 5 ->
                new Command.SetFunding(
                        account,
                        Funding.SHARED,
                        random.nextBoolean() ? Node.UNLIMITED : amount(50),
                        random.nextBoolean() ? Window.TOTAL : window(Window.Kind.DAY),
                        0);
            default ->
                new Command.SetFunding(
                        account, Funding.OWN, Node.UNLIMITED, Window.TOTAL, random.nextBoolean() ? 0 : amount(20));
        };
    }

    private Command open() {
        String id = Ids.account(partition, random.nextLong());
        boolean root = accounts.isEmpty() || random.nextInt(5) == 0;
        boolean own = root || random.nextBoolean();
        boolean limited = !own && random.nextBoolean();
        accounts.add(id);
        return keyed(new Command.OpenAccount(
                id,
                root ? null : account(),
                own ? Funding.OWN : Funding.SHARED,
                limited ? amount(50) : Node.UNLIMITED,
                limited && random.nextBoolean() ? window(Window.Kind.DAY) : Window.TOTAL,
                own && random.nextInt(4) == 0 ? amount(20) : 0,
                once()));
    }

    private Command list() {
        String id = Ids.list(account(), "list " + random.nextInt(3));
        lists.add(id);
        return switch (random.nextInt(3)) {
            case 0 -> new Command.PutList(id, Funding.FREE, Node.UNLIMITED, Window.TOTAL, 0);
            case 1 ->
                new Command.PutList(
                        id,
                        Funding.CAPPED,
                        amount(30),
                        random.nextBoolean() ? Window.TOTAL : window(Window.Kind.MONTH),
                        0);
            default -> new Command.PutList(id, Funding.ASSIGNED, Node.UNLIMITED, Window.TOTAL, amount(20));
        };
    }

    private Command settle() {
        Command.Settle last = lastSettle;
        if (last != null && lastSettled != null && random.nextInt(3) > 0) {
            // One more of the same send, as carriers report them: mostly the same, sometimes another message's fate.
            Event event = random.nextInt(8) == 0 ? event() : last.event();
            int index = random.nextInt(lastSettled.count());
            return new Command.Settle(last.record(), last.slot(), index, event, last.reason(), last.authentic());
        }
        Sent sent = pick(sends);
        lastSettled = sent;
        int index = random.nextInt(20) == 0 ? sent.count() + 3 : random.nextInt(sent.count());
        int slot = random.nextInt(30) == 0 ? sent.slot() + 7 : sent.slot();
        String reason = "reason " + random.nextInt(3);
        lastSettle = new Command.Settle(sent.record(), slot, index, event(), reason, random.nextBoolean());
        return lastSettle;
    }

    private Event event() {
        return random.nextBoolean() ? Event.DELIVERED : pick(EVENTS);
    }

    private Command reserve() {
        boolean own = sends.isEmpty() || random.nextBoolean();
        int messages = own ? 1 + random.nextInt(random.nextInt(10) == 0 ? 700 : 12) : 1;
        Order order = order(messages);
        String record = Ids.record(partition, 7, count++);
        SortedMap<String, Clause> byCountry = new TreeMap<>();
        while (random.nextInt(3) == 0) {
            byCountry.put(COUNTRIES[random.nextInt(COUNTRIES.length)], clause());
        }
        Terms terms = new Terms(clause(), random.nextInt(4) == 0 ? nowMs + random.nextInt(100_000) : 0, byCountry)
                .within(order.classes());
        sends.add(new Sent(record, 0, messages));
        if (!terms.byCountry().isEmpty()) {
            several.add(new Sent(record, 0, messages));
        }
        Command.Reserve reserve = new Command.Reserve(record, 0, node(), order, terms, random.nextBoolean(), once());
        lastSingle = messages == 1 && order.classMap().length == 0 ? reserve : lastSingle;
        return reserve;
    }

    private Clause clause() {
        return new Clause(
                (nowMs / 1000 + (2L + random.nextInt(2)) * 24 * 3600) * 1000,
                random.nextBoolean() ? Clause.OnDeadline.CONFIRM : Clause.OnDeadline.RELEASE,
                random.nextBoolean() ? Clause.LateDelivery.CHARGE : Clause.LateDelivery.IGNORE,
                random.nextInt(3) == 0,
                random.nextInt(3) == 0 ? CREDIT / 4 : 0);
    }

    /** A send like the one before, but for its manifest. */
    private Command alike(Command.Reserve c) {
        Order order = c.order();
        return new Command.Reserve(
                Ids.record(partition, 7, count++),
                0,
                c.leaf(),
                new Order(1, order.classes(), order.classMap(), order.totalMicro(), order.label(), body()),
                c.terms(),
                false,
                null);
    }

    /** An order of up to three classes, some recipients refused, never all of them. */
    private Order order(int messages) {
        int kinds = random.nextInt(3) + 1;
        boolean wide = random.nextInt(10) == 0;
        List<PriceClass> classes = new ArrayList<>();
        for (int i = 0; i < (wide ? 300 : kinds); i++) {
            int segments = messages == 1 && random.nextInt(3) == 0 ? 0 : 1 + i;
            classes.add(new PriceClass(
                    segments == 0 ? "" : COUNTRIES[i % COUNTRIES.length], segments, random.nextInt(12) * CREDIT / 8));
        }
        if (kinds == 1 && !wide) {
            return new Order(
                    messages, classes, new byte[0], messages * classes.get(0).creditsMicro(), label(), body());
        }
        byte[] map = new byte[wide ? 2 * messages : messages];
        long total = 0;
        for (int i = 0; i < messages; i++) {
            int number = i == 0 ? 1 : random.nextInt(classes.size() + 1);
            if (wide) {
                map[2 * i] = (byte) (number >> 8);
                map[2 * i + 1] = (byte) number;
            } else {
                map[i] = (byte) number;
            }
            total += number == 0 ? 0 : classes.get(number - 1).creditsMicro();
        }
        return new Order(messages, classes, map, total, label(), body());
    }

    /** A client repeats itself; the engine still makes a new record for a send. */
    private Command again(Command command) {
        if (command instanceof Command.Reserve c) {
            String record = Ids.record(partition, 7, count++);
            sends.add(new Sent(record, 0, c.order().count()));
            return new Command.Reserve(record, 0, c.leaf(), c.order(), c.terms(), c.partial(), c.once());
        }
        return command;
    }

    private Command keyed(Command command) {
        if (command.once() != null) {
            keyed.add(command);
        }
        return command;
    }

    private @Nullable Once once() {
        return random.nextInt(5) == 0 ? new Once("key" + random.nextInt(40), "print" + random.nextInt(3)) : null;
    }

    private String label() {
        return random.nextBoolean() ? "" : "Größe | " + random.nextInt(3);
    }

    private byte[] body() {
        byte[] body = new byte[random.nextInt(30)];
        random.nextBytes(body);
        return body;
    }

    private Window window(Window.Kind kind) {
        long start = nowMs / 86_400_000 * 86_400_000;
        return new Window(kind, start, start + 86_400_000);
    }

    private String node() {
        return lists.isEmpty() || random.nextBoolean() ? account() : pick(lists);
    }

    private String account() {
        return random.nextInt(50) == 0 || accounts.isEmpty() ? Ids.account(partition, 1) : pick(accounts);
    }

    private long amount(int creditsMax) {
        return random.nextInt(creditsMax * 8) * CREDIT / 8 + (random.nextInt(5) == 0 ? 1 : 0);
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
