/** Tests of the package, without stores. */
@NullMarked
package io.farebox.api.tracing;

import org.jspecify.annotations.NullMarked;
