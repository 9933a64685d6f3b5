/**
 * Sends: from a request to a priced reservation and its answer; and reservations of callers that price themselves.
 *
 * <p>Is: the hot path. A send of one message is read, rated, reserved and answered on one event loop without waiting
 * for anything but Redis. Knows: what a send's request and answer look like, price books, connections' policies.
 * Never knows: where credits and prices are kept.
 */
@NullMarked
package io.farebox.api.send;

import org.jspecify.annotations.NullMarked;
