package io.farebox.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * The scripts as one Redis function library, named after its own digest.
 *
 * <p>Engines of two versions run side by side during a rolling update, because each calls the library it came with.
 */
final class ScriptLibrary {
    /** The files in the order in which they build on one another. */
    static final List<String> FILES = List.of(
            "tree.lua",
            "journal.lua",
            "record.lua",
            "reserve.lua",
            "settle.lua",
            "sweep.lua",
            "pool.lua",
            "fund.lua",
            "shape.lua",
            "charge.lua",
            "view.lua",
            "look.lua",
            "restore.lua");

    /** Files whose names no other file uses: they are blocks of their own, because Lua has 200 local names at a time. */
    private static final Set<String> ENDS = Set.of("charge.lua", "look.lua", "restore.lua");

    private static final int VERSION_CHARS = 12;

    private final String version;
    private final String source;

    ScriptLibrary() {
        this(text());
    }

    /** A library of that text, as another version of the engine would bring it. */
    ScriptLibrary(String text) {
        version = digest(text).substring(0, VERSION_CHARS);
        source = "#!lua name=farebox_" + version + "\n" + text.replace("VERSION", version);
    }

    /** All that this version brings. */
    static String text() {
        StringBuilder text = new StringBuilder();
        FILES.forEach(file -> text.append(ENDS.contains(file) ? block(read(file)) : read(file))
                .append('\n'));
        return text.toString();
    }

    /** What FUNCTION LOAD takes. */
    String source() {
        return source;
    }

    /** The registered name of a function, such as charge, nodes or look_nodes. */
    String function(String name) {
        return name + "_" + version;
    }

    private static String block(String text) {
        return "do\n" + text + "end\n";
    }

    static String read(String file) {
        try (InputStream in = ScriptLibrary.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the script " + file + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
