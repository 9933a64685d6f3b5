package io.farebox.redis;

import io.farebox.charge.Command;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What other threads offer to a lane, which is woken for it only where it will not look of itself: to wake a thread costs more than
 * to decide a command. What is in it is bounded by the requests that are under way on those threads, and by the looks ten
 * times a second at the least.
 */
final class Offers {
    /** Takes what was offered. */
    interface Taker {
        void take(Command command, String root, boolean single, Waiting.Caller caller);
    }

    private record Offer(Command command, String root, boolean single, Waiting.Caller caller) {}

    private final Queue<Offer> offers = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean attentive = new AtomicBoolean();

    /** Offers a command, on any thread; returns whether the lane must be woken. */
    boolean add(Command command, String root, boolean single, Waiting.Caller caller) {
        offers.add(new Offer(command, root, single, caller));
        return !attentive.get() && attentive.compareAndSet(false, true);
    }

    void take(Taker taker) {
        for (Offer next = offers.poll(); next != null; next = offers.poll()) {
            taker.take(next.command, next.root, next.single, next.caller);
        }
    }

    boolean isEmpty() {
        return offers.isEmpty();
    }

    /**
     * Says whether the lane will look of itself; returns whether it must look at once, since something was offered by
     * somebody who did not wake it.
     */
    boolean attend(boolean looksAgain) {
        if (attentive.get() != looksAgain) {
            attentive.set(looksAgain);
        }
        return !looksAgain && !offers.isEmpty() && attentive.compareAndSet(false, true);
    }
}
