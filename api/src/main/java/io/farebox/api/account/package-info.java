/**
 * Accounts and what belongs to them: keys, grants, transfers, plans, lists, balances and price books.
 *
 * <p>Is: the calls of administrators and of the operator. Knows: who may change what, and the forms of these requests
 * and answers. Never knows: how a change is decided or where it is kept.
 */
@NullMarked
package io.farebox.api.account;

import org.jspecify.annotations.NullMarked;
