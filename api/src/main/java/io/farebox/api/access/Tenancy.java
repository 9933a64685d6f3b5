package io.farebox.api.access;

import io.farebox.api.http.Problem;
import io.farebox.api.http.ProblemType;
import io.farebox.charge.Ids;
import io.farebox.directory.Account;
import io.farebox.directory.Directory;
import io.farebox.directory.Role;
import reactor.core.publisher.Mono;

/**
 * The walls between tenants: what another tenant owns is not there, what a role may not do is forbidden.
 *
 * <p>The first question is always whether the key sees the account at all, so that a refusal never tells that
 * something exists.
 */
public final class Tenancy {
    private final Directory directory;

    public Tenancy(Directory directory) {
        this.directory = directory;
    }

    /** The account, if the principal sees it and may do what it needs. */
    public Mono<Account> account(Principal principal, String id, Need need) {
        Account own = principal.account();
        if (own != null && own.id().equals(id)) {
            check(principal, own, need);
            return Mono.just(own);
        }
        if (!Ids.isAccount(id)) {
            return Mono.error(Problem.of(ProblemType.NOT_FOUND));
        }
        return directory
                .account(id)
                .filter(account -> sees(principal, account))
                .switchIfEmpty(Mono.error(() -> Problem.of(ProblemType.NOT_FOUND)))
                .doOnNext(account -> check(principal, account, need));
    }

    /** Whether the account is there for the principal: its own, or below it for an administrator. */
    public static boolean sees(Principal principal, Account account) {
        if (principal.is(Role.OPERATOR)) {
            return true;
        }
        Account own = principal.account();
        if (own == null) {
            return false;
        }
        return account.id().equals(own.id()) || principal.is(Role.ADMINISTRATOR) && account.isWithin(own.id());
    }

    /** Forbids what the principal's role does not allow with an account that it sees. */
    public static void check(Principal principal, Account account, Need need) {
        boolean allowed = switch (principal.role()) {
            case OPERATOR -> true;
            case ADMINISTRATOR ->
                need != Need.OPERATE
                        && (need != Need.ADMINISTER_FROM_ABOVE || !account.id().equals(principal.accountId()));
            case ADVANCED -> need == Need.SEND || need == Need.READ_MESSAGES || need == Need.READ;
            case BASIC -> need == Need.SEND || need == Need.READ_MESSAGES;
            case CARRIER -> false;
        };
        if (!allowed) {
            throw Problem.of(ProblemType.FORBIDDEN);
        }
    }

    /** Lets the operator alone pass. */
    public static void operator(Principal principal) {
        if (!principal.is(Role.OPERATOR)) {
            throw Problem.of(ProblemType.FORBIDDEN);
        }
    }
}
