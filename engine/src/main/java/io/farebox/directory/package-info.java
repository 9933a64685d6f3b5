/**
 * What is not money: accounts with their names, API keys, connections, price books and plans.
 *
 * <p>It is the port to where they are kept and the cache in front of it, which hears of changes within a second and
 * goes on with what it has when the store is away. It knows names, roles, policies and prices. It never knows a
 * balance: credits are decided elsewhere.
 */
@NullMarked
package io.farebox.directory;

import org.jspecify.annotations.NullMarked;
