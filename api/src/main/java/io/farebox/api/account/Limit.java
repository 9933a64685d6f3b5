package io.farebox.api.account;

import io.farebox.api.command.Windows;
import io.farebox.api.json.JsonInput;
import io.farebox.api.json.JsonOutput;
import io.farebox.charge.Credits;
import io.farebox.charge.Node;
import io.farebox.charge.Window;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A quota or cap as requests and answers have it: credits per window. */
final class Limit {
    final long micro;
    final Window.Kind kind;

    private Limit(long micro, Window.Kind kind) {
        this.micro = micro;
        this.kind = kind;
    }

    /** Reads {@code {credits, window}}; null where it is absent or faulty. */
    static @Nullable Limit read(JsonInput in, String pointer) throws IOException {
        @Nullable Long[] micro = new Long[1];
        Window.Kind[] kind = {Window.Kind.TOTAL};
        boolean[] there = {false};
        in.object(name -> {
            there[0] = true;
            switch (name) {
                case "credits" -> micro[0] = in.credits(0, Credits.MAX_MICRO);
                case "window" -> {
                    Window.Kind named = in.oneOf(Windows.KINDS);
                    kind[0] = named == null ? kind[0] : named;
                }
                default -> {
                    return false;
                }
            }
            return true;
        });
        Long credits = micro[0];
        if (credits == null) {
            if (there[0]) {
                in.require(pointer + "/credits", null);
            }
            return null;
        }
        return new Limit(credits, kind[0]);
    }

    /** Writes a node's limit with what is spent of it. */
    static void write(JsonOutput out, String name, Node node) {
        if (node.limitMicro() != Node.UNLIMITED) {
            out.open(name)
                    .credits("credits", node.limitMicro())
                    .field("window", Windows.name(node.window().kind()))
                    .credits("spent", node.spentMicro())
                    .close();
        }
    }
}
