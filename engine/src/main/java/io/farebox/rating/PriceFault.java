package io.farebox.rating;

/**
 * What is wrong with one row of a price book.
 *
 * @param index the row, from 0; {@link PriceBook#ROWS_MAX} when there are too many
 * @param field the row's field as requests name it ("prefix", "credits", "country"), or "" for the row as a whole
 * @param message one sentence for a person
 */
public record PriceFault(int index, String field, String message) {}
