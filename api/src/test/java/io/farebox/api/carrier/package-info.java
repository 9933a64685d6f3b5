/** Tests of the package, without servers. */
@NullMarked
package io.farebox.api.carrier;

import org.jspecify.annotations.NullMarked;
