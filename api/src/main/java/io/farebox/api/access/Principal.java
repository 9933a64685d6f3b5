package io.farebox.api.access;

import io.farebox.directory.Account;
import io.farebox.directory.Role;
import org.jspecify.annotations.Nullable;

/**
 * Who makes a call: what is known of its API key.
 *
 * @param keyId the key's id, which is no secret
 * @param account the account that the key acts for, null for a key of the installation
 */
public record Principal(String keyId, Role role, @Nullable Account account) {

    /** The account's id, empty for a key of the installation. */
    public String accountId() {
        return account == null ? "" : account.id();
    }

    public boolean is(Role role) {
        return this.role == role;
    }
}
