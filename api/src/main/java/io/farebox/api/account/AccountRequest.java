package io.farebox.api.account;

import io.farebox.api.json.JsonInput;
import io.farebox.charge.Credits;
import io.farebox.charge.Funding;
import io.farebox.charge.Node;
import io.farebox.directory.Account;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The bodies of POST /v1/accounts and PATCH /v1/accounts/{a}. */
final class AccountRequest {
    private static final int NAME_MAX_CHARS = 128;
    private static final int BILLING_VALUE_MAX_CHARS = 512;
    private static final Set<String> EMAILS = Set.of("accounting", "technical");
    private static final int EMAIL_MAX_CHARS = 254;
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+");
    private static final int LABELS_MAX = 32;
    private static final int LABEL_MAX_CHARS = 64;
    private static final Map<String, Funding> FUNDINGS = Map.of("own", Funding.OWN, "shared", Funding.SHARED);
    private static final Map<String, String> EXPIRY_POLICIES =
            Map.of(Account.SEPARATE, Account.SEPARATE, Account.EXTEND, Account.EXTEND);

    @Nullable
    String name;

    @Nullable
    String parent;

    @Nullable
    Funding funding;

    @Nullable
    Limit quota;

    @Nullable
    Long creditLimitMicro;

    @Nullable
    String expiryPolicy;

    @Nullable
    ZoneId timeZone;

    @Nullable
    Map<String, String> billing;

    @Nullable
    Map<String, String> emails;

    @Nullable
    List<String> labels;

    Node.@Nullable TopUp autoTopUp;

    private AccountRequest() {}

    /** Reads what a new account shall be. */
    static AccountRequest readNew(JsonInput in) throws IOException {
        AccountRequest request = new AccountRequest();
        in.object(name -> request.changeable(in, name) || request.given(in, name));
        in.require("/name", request.name);
        boolean shared = request.parent != null && request.funding != Funding.OWN;
        if (request.parent == null && request.funding == Funding.SHARED) {
            in.fault("/funding", "an account without a parent has nothing to share");
        }
        if (request.quota != null && !shared) {
            in.fault("/quota", "only an account that shares its parent's credits has a quota");
        }
        if (request.creditLimitMicro != null && request.creditLimitMicro > 0 && shared) {
            in.fault("/creditLimit", "only an account with credits of its own has a credit limit");
        }
        if (request.expiryPolicy != null && request.parent != null) {
            in.fault("/expiryPolicy", "is the root account's alone");
        }
        return request;
    }

    /** Reads what shall change of an account. */
    static AccountRequest readChange(JsonInput in) throws IOException {
        AccountRequest request = new AccountRequest();
        in.object(name -> request.changeable(in, name) || request.fundable(in, name) || request.chosen(in, name));
        if (request.funding == Funding.OWN && request.quota != null) {
            in.fault("/quota", "only an account that shares its parent's credits has a quota");
        }
        if (request.funding == Funding.SHARED && request.creditLimitMicro != null && request.creditLimitMicro > 0) {
            in.fault("/creditLimit", "only an account with credits of its own has a credit limit");
        }
        return request;
    }

    /** Whether it changes what the account may spend. */
    boolean changesFunding() {
        return funding != null || quota != null || creditLimitMicro != null;
    }

    private boolean changeable(JsonInput in, String field) throws IOException {
        switch (field) {
            case "name" -> name = in.line(1, NAME_MAX_CHARS);
            case "timeZone" -> readZone(in);
            case "billing" -> billing = in.texts(BILLING_VALUE_MAX_CHARS);
            case "emails" -> emails = emails(in);
            case "labels" -> labels = labels(in);
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Addresses are not proved: that is for the one who writes to them. */
    private static Map<String, String> emails(JsonInput in) throws IOException {
        Map<String, String> emails = new HashMap<>();
        in.object(name -> {
            if (!EMAILS.contains(name)) {
                return false;
            }
            String address = in.line(1, EMAIL_MAX_CHARS);
            if (address != null && !EMAIL.matcher(address).matches()) {
                in.fault("must be an e-mail address");
            } else if (address != null) {
                emails.put(name, address);
            }
            return true;
        });
        return emails;
    }

    private static List<String> labels(JsonInput in) throws IOException {
        List<String> labels = new ArrayList<>();
        in.array(LABELS_MAX, () -> {
            String label = in.line(1, LABEL_MAX_CHARS);
            labels.add(label == null ? "" : label);
        });
        return labels;
    }

    private boolean given(JsonInput in, String field) throws IOException {
        switch (field) {
            case "parent" -> parent = in.line(1, NAME_MAX_CHARS);
            case "expiryPolicy" -> expiryPolicy = in.oneOf(EXPIRY_POLICIES);
            default -> {
                return fundable(in, field);
            }
        }
        return true;
    }

    private boolean fundable(JsonInput in, String field) throws IOException {
        switch (field) {
            case "funding" -> funding = in.oneOf(FUNDINGS);
            case "quota" -> quota = Limit.read(in, "/quota");
            case "creditLimit" -> creditLimitMicro = in.credits(0, Credits.MAX_MICRO);
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean chosen(JsonInput in, String field) throws IOException {
        switch (field) {
            case "expiryPolicy" -> expiryPolicy = in.oneOf(EXPIRY_POLICIES);
            case "autoTopUp" -> autoTopUp = topUp(in);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static Node.@Nullable TopUp topUp(JsonInput in) throws IOException {
        @Nullable Long[] micro = new Long[2];
        in.object(name -> {
            switch (name) {
                case "below" -> micro[0] = in.credits(0, Credits.MAX_MICRO);
                case "credits" -> micro[1] = in.credits(0, Credits.MAX_MICRO);
                default -> {
                    return false;
                }
            }
            return true;
        });
        in.require("/autoTopUp/below", micro[0]);
        in.require("/autoTopUp/credits", micro[1]);
        return micro[0] == null || micro[1] == null ? null : new Node.TopUp(micro[0], micro[1]);
    }

    private void readZone(JsonInput in) throws IOException {
        String text = in.line(1, NAME_MAX_CHARS);
        if (text == null) {
            return;
        }
        try {
            timeZone = ZoneId.of(text);
        } catch (DateTimeException e) {
            in.fault("must be a time zone of the IANA database, such as Pacific/Auckland");
        }
    }
}
