package io.farebox.rating;

import org.jspecify.annotations.Nullable;

/** The kind of message: an SMS is priced per segment, an MMS per message. */
public enum Channel {
    SMS("sms"),
    MMS("mms");

    private final String json;

    Channel(String json) {
        this.json = json;
    }

    /** The name in requests and answers: "sms" or "mms". */
    public String json() {
        return json;
    }

    /** The channel of that {@link #json()} name, or null when there is none. */
    public static @Nullable Channel ofJson(String json) {
        for (Channel channel : values()) {
            if (channel.json.equals(json)) {
                return channel;
            }
        }
        return null;
    }
}
