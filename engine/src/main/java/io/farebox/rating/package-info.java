/**
 * What a message costs: its segments, its destination and the price that applies.
 *
 * <p>Is: pure arithmetic over immutable tables that are compiled once; a rating allocates its answer and nothing else.
 * Knows: the GSM-7 alphabet, the world's numbering plans (from libphonenumber), price rows and which of them wins.
 * Never knows: accounts, balances, the clock, where prices are stored, or how a request arrived.
 */
@NullMarked
package io.farebox.rating;

import org.jspecify.annotations.NullMarked;
