/**
 * The configuration: one catalogue of settings, read from the environment and a file.
 *
 * <p>Is: the only place where a setting has a name, a default and bounds. Knows: texts and numbers. Never knows: what
 * is done with them.
 */
@NullMarked
package io.farebox.api.settings;

import org.jspecify.annotations.NullMarked;
