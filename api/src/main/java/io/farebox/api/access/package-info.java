/**
 * Who calls and what they may see: API keys, principals and tenancy.
 *
 * <p>Is: the one place that decides whether a key reaches an account. Knows: the forms of keys, roles, the tree of
 * accounts. Never knows: credits, or what the call will do once it is let in.
 */
@NullMarked
package io.farebox.api.access;

import org.jspecify.annotations.NullMarked;
