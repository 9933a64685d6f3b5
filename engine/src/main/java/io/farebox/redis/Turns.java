package io.farebox.redis;

import io.farebox.charge.Command;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What waits for a partition, and whose turn it is.
 *
 * <p>What fits the next call waits in the order in which it came, at no further cost. What comes on top stands in a line
 * of its customer, the root account; the lines take turns, one send each, and every second turn is of what is no send:
 * reports first of all. So whoever has nothing waiting is served after one send of each other customer at the latest,
 * however much those have waiting.
 *
 * <p>A line may be as long as the room that is left. One customer alone gets half of it, and {@code n} customers leave
 * {@code 1 / (n + 1)} of it to others.
 */
final class Turns {
    /** A customer's sends. */
    private record Line(String root, ArrayDeque<Waiting> waiting) {}

    private final int nextMax;
    private final int nextBytesMax;
    private final int queueMax;
    private final ArrayDeque<Waiting> next = new ArrayDeque<>();
    private final ArrayDeque<Waiting> others = new ArrayDeque<>();
    private final Map<String, Line> lines = new HashMap<>();
    private final ArrayDeque<Line> round = new ArrayDeque<>();
    private int nextBytes;
    private int inLines;
    private boolean sendsTurn;

    Turns(RedisSettings settings) {
        this.nextMax = Math.min(settings.batchMax(), settings.queueMax());
        this.nextBytesMax = settings.batchBytesMax();
        this.queueMax = settings.queueMax();
    }

    int size() {
        return next.size() + others.size() + inLines;
    }

    boolean isEmpty() {
        return size() == 0;
    }

    /** Whether what comes now goes out with the next call. */
    boolean isShort() {
        return next.size() < nextMax && nextBytes < nextBytesMax && others.isEmpty() && inLines == 0;
    }

    /** How many commands go out before one that comes now, at the most. */
    int ahead(String root) {
        if (isShort()) {
            return 0;
        }
        if (root.isEmpty()) {
            return next.size() + others.size() + Math.min(inLines, others.size() + 1);
        }
        int turns = (int) Math.min(inLines, (lengthOf(root) + 1L) * (round.size() + 1));
        return next.size() + turns + Math.min(others.size(), turns + 1);
    }

    /** Whether there is room for a command, with a root where it is a send. */
    boolean hasRoom(String root) {
        if (isShort()) {
            return true;
        }
        return root.isEmpty()
                ? next.size() + others.size() < queueMax
                : lengthOf(root) < queueMax - next.size() - inLines;
    }

    private int lengthOf(String root) {
        Line line = lines.get(root);
        return line == null ? 0 : line.waiting.size();
    }

    void add(Waiting waiting) {
        if (isShort()) {
            next.add(waiting);
            nextBytes += bytes(waiting);
        } else if (waiting.root().isEmpty()) {
            others.add(waiting);
        } else {
            addToLine(waiting);
        }
    }

    private void addToLine(Waiting waiting) {
        Line line = lines.get(waiting.root());
        if (line == null) {
            line = new Line(waiting.root(), new ArrayDeque<>());
            lines.put(waiting.root(), line);
            round.add(line);
        }
        line.waiting.add(waiting);
        inLines++;
    }

    /** Takes the one whose turn it is, null where nothing waits. */
    @Nullable
    Waiting poll() {
        Waiting first = next.poll();
        if (first != null) {
            nextBytes -= bytes(first);
            return first;
        }
        sendsTurn = !sendsTurn;
        Line line = sendsTurn || others.isEmpty() ? round.poll() : null;
        if (line == null) {
            return others.poll();
        }
        inLines--;
        Waiting taken = line.waiting.poll();
        if (line.waiting.isEmpty()) {
            lines.remove(line.root);
        } else {
            round.add(line);
        }
        return taken;
    }

    /** Takes all that came before a time. */
    List<Waiting> removeOlder(long beforeMs) {
        List<Waiting> removed = new ArrayList<>();
        removeOlder(next, beforeMs, removed);
        removed.forEach(waiting -> nextBytes -= bytes(waiting));
        removeOlder(others, beforeMs, removed);
        round.removeIf(line -> {
            inLines -= line.waiting.size();
            removeOlder(line.waiting, beforeMs, removed);
            inLines += line.waiting.size();
            return line.waiting.isEmpty() && lines.remove(line.root) != null;
        });
        return removed;
    }

    private static void removeOlder(ArrayDeque<Waiting> queue, long beforeMs, List<Waiting> removed) {
        Waiting head = queue.peek();
        while (head != null && head.sinceMs() < beforeMs) {
            removed.add(queue.remove());
            head = queue.peek();
        }
    }

    /** What of a command grows with its recipients. */
    private static int bytes(Waiting waiting) {
        return waiting.command() instanceof Command.Reserve reserve
                ? reserve.order().manifest().length
                : 0;
    }
}
