package io.farebox.api.account;

import io.farebox.api.json.JsonOutput;
import io.farebox.charge.Balance;
import io.farebox.charge.Node;
import io.farebox.directory.Account;
import java.util.List;
import java.util.Locale;

/** The forms in which accounts and lists are answered. */
final class AccountAnswer {
    private AccountAnswer() {}

    static JsonOutput of(Account account, Node node) {
        JsonOutput out = new JsonOutput(512).open();
        fields(out, account, node);
        return out.close();
    }

    static void fields(JsonOutput out, Account account, Node node) {
        List<String> path = account.path();
        out.field("id", account.id()).field("name", account.name());
        if (account.level() > 0) {
            out.field("parent", path.get(path.size() - 2));
        }
        out.field("level", account.level()).field("funding", text(node.funding()));
        Limit.write(out, "quota", node);
        out.credits("creditLimit", node.creditLimitMicro());
        if (node.topUp().creditsMicro() > 0) {
            out.open("autoTopUp")
                    .credits("below", node.topUp().belowMicro())
                    .credits("credits", node.topUp().creditsMicro())
                    .close();
        }
        out.field("status", text(node.status()));
        out.field("expiryPolicy", account.expiryPolicy())
                .field("timeZone", account.timeZone().getId());
        out.open("billing");
        account.billing().forEach((key, value) -> out.key(key).text(value));
        out.close().open("emails");
        account.emails().forEach((key, value) -> out.key(key).text(value));
        out.close().openArray("labels");
        account.labels().forEach(out::text);
        out.closeArray().field("createdAt", account.createdAt());
    }

    static void list(JsonOutput out, String name, Node node) {
        out.open().field("name", name).field("funding", text(node.funding()));
        Limit.write(out, "cap", node);
        out.field("status", text(node.status()));
        counters(out, node.balance());
        out.close();
    }

    static void counters(JsonOutput out, Balance balance) {
        out.credits("available", balance.availableMicro())
                .credits("reserved", balance.reservedMicro())
                .credits("confirmed", balance.confirmedMicro());
    }

    static String text(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
