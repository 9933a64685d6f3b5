/**
 * Running it: health, metrics, the OpenAPI document and its page.
 *
 * <p>Is: what an operator's tools look at. Knows: checks, meters, static resources. Never knows: what is checked.
 */
@NullMarked
package io.farebox.api.operation;

import org.jspecify.annotations.NullMarked;
