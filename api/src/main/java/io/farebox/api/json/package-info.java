/**
 * JSON at the edge: a streaming reader that names every fault by its pointer, and a writer of compact UTF-8.
 *
 * <p>Is: the only place where bytes of a request become values and values become bytes of an answer, without a tree in
 * between. Knows: JSON, the forms of credits and instants, and which texts can be kept. Never knows: HTTP, or what a
 * field means.
 */
@NullMarked
package io.farebox.api.json;

import org.jspecify.annotations.NullMarked;
