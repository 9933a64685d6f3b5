package io.farebox.api.access;

/** What a call wants with an account; it decides which roles are let in. */
public enum Need {
    /** To send in its name: every role but the carrier's. */
    SEND,
    /** To read its messages: every role but the carrier's; basic keys see their own alone. */
    READ_MESSAGES,
    /** To read its tree, members, usage and ledger: administrators and advanced keys. */
    READ,
    /** To change what is in it: its administrators. */
    ADMINISTER,
    /** To change what it may spend or pays: administrators of an account above it, never its own. */
    ADMINISTER_FROM_ABOVE,
    /** What the operator alone does. */
    OPERATE
}
