package io.farebox.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The scripts as one Redis function library, named after its own digest.
 *
 * <p>Engines of two versions run side by side during a rolling update, because each calls the library it came with.
 */
final class ScriptLibrary {
    /** Files in the order in which they build on one another. */
    private static final List<String> BASE = List.of(
            "tree.lua",
            "journal.lua",
            "record.lua",
            "reserve.lua",
            "settle.lua",
            "sweep.lua",
            "pool.lua",
            "fund.lua",
            "shape.lua");

    /** Files that no other block uses: they are blocks of their own, because Lua has 200 local names at a time. */
    private static final List<List<String>> BLOCKS =
            List.of(List.of("charge.lua"), List.of("view.lua", "look.lua"), List.of("restore.lua"));

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
        BASE.forEach(file -> text.append(read(file)).append('\n'));
        BLOCKS.forEach(files -> {
            text.append("do\n");
            files.forEach(file -> text.append(read(file)).append('\n'));
            text.append("end\n");
        });
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
