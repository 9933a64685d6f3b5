/** Tests of the API: over HTTP against real stores where they end in IT, of single types where they do not. */
@NullMarked
package io.farebox.api;

import org.jspecify.annotations.NullMarked;
