/** Tests of the package, without servers. */
@NullMarked
package io.farebox.api.json;

import org.jspecify.annotations.NullMarked;
