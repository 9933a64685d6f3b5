/** Tests of the package, without servers. */
@NullMarked
package io.farebox.api.settings;

import org.jspecify.annotations.NullMarked;
