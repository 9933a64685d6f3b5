package io.farebox.directory;

import reactor.core.publisher.Flux;

/** Tells what was changed in the directory, by whichever engine, within a second of the change. */
public interface DirectoryChanges {
    /** Changes from the subscription on, some perhaps twice; it outlives outages of the store and never ends. */
    Flux<Change> changes();

    /** What can be changed. */
    enum Kind {
        ACCOUNT,
        KEY,
        /** An account's lists; the id is the account's. */
        LIST,
        /** A connection; it is noted under its id and under its name. */
        CONNECTION,
        /** An owner's prices; the id is the owner's. */
        PRICES,
        /** All there is: the feed was interrupted for too long to tell. */
        EVERYTHING
    }

    /** Notice that something was put or deleted. */
    record Change(Kind kind, String id) {
        /** Anything may have changed. */
        public static final Change EVERYTHING = new Change(Kind.EVERYTHING, "");
    }
}
