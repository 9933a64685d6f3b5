package io.farebox.api.http;

/** The catalogue of everything that can be wrong with a call: no problem is answered that is not named here. */
public enum ProblemType {
    MALFORMED("malformed", 400, "The request cannot be read as what it must be."),
    UNAUTHORIZED("unauthorized", 401, "The call needs a valid API key, as \"Authorization: Bearer KEY\"."),
    INSUFFICIENT_CREDITS("insufficient-credits", 402, "The payer does not have the credits."),
    CAP_EXCEEDED("cap-exceeded", 402, "The list's cap leaves no room."),
    QUOTA_EXCEEDED("quota-exceeded", 402, "The account's quota leaves no room."),
    FORBIDDEN("forbidden", 403, "The key's role does not allow the call."),
    NOT_FOUND("not-found", 404, "There is nothing of that name for this key."),
    METHOD_NOT_ALLOWED("method-not-allowed", 405, "The path does not know the method."),
    NOT_ACCEPTABLE("not-acceptable", 406, "The answer comes in none of the formats asked for."),
    REQUEST_TIMEOUT("request-timeout", 408, "The request did not arrive in time."),
    ACCOUNT_SUSPENDED("account-suspended", 409, "The account, or one above it, is suspended."),
    ALREADY_EXISTS("already-exists", 409, "Something of that name is already there."),
    ALREADY_SETTLED("already-settled", 409, "It was settled before."),
    STILL_RESERVED("still-reserved", 409, "Credits are still reserved on it."),
    HOLDS_NO_CREDITS("holds-no-credits", 409, "Only an account with credits of its own can be given some."),
    STILL_ASSIGNED("still-assigned", 409, "A list still has credits assigned to it."),
    STILL_HOLDS_CREDITS("still-holds-credits", 409, "It still has credits, and no account above it to take them."),
    HAS_SUBACCOUNTS("has-subaccounts", 409, "It still has open subaccounts."),
    UNRELATED("unrelated", 409, "Credits move only between an account and those above or below it."),
    NO_PARENT("no-parent", 409, "A root account has no account above it."),
    NOT_CANCELLABLE("not-cancellable", 409, "The send was not scheduled, or its time has come."),
    EXCEEDS_RESERVATION("exceeds-reservation", 409, "More was to be charged than is reserved."),
    TOO_DEEP("too-deep", 409, "Subaccounts go five levels below their root account and no deeper."),
    TOO_MANY_CREDITS("too-many-credits", 409, "A counter would pass 2^53-1 micro-credits."),
    CONTENT_TOO_LARGE("content-too-large", 413, "The body is larger than the limit."),
    URI_TOO_LONG("uri-too-long", 414, "The request line is longer than the limit."),
    UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", 415, "The body is of a type that the call does not take."),
    UNROUTABLE("unroutable", 422, "None of the recipients can be sent to."),
    IDEMPOTENCY_KEY_REUSED("idempotency-key-reused", 422, "The idempotency key was used for another request."),
    RATE_LIMITED("rate-limited", 429, "The account sends faster than it may; nothing was done."),
    HEADERS_TOO_LARGE("headers-too-large", 431, "The headers are larger than the limit."),
    INTERNAL("internal", 500, "Something went wrong here; it is logged under the id."),
    OVERLOADED("overloaded", 503, "More waits than can be answered in time; nothing was done."),
    PARTITION_UNAVAILABLE("partition-unavailable", 503, "The account's credits cannot be reached at the moment."),
    HISTORY_UNAVAILABLE("history-unavailable", 503, "The history or directory cannot be reached at the moment.");

    private final String slug;
    private final int status;
    private final String title;

    ProblemType(String slug, int status, String title) {
        this.slug = slug;
        this.status = status;
        this.title = title;
    }

    /** The name that makes its URN. */
    public String slug() {
        return slug;
    }

    /** What a problem's {@code type} says. */
    public String urn() {
        return "urn:farebox:problem:" + slug;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }
}
