package io.farebox.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** A file that only its owner may read, and the random words worth keeping in one. */
final class SecretFile {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int WORD_BYTES = 24;

    private SecretFile() {}

    /** A random word of 192 bits, safe in a header and in a URL. */
    static String word() {
        byte[] bytes = new byte[WORD_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static @Nullable String read(Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file) : null;
    }

    /** Writes beside the file and moves into place, so that a crash leaves the old content or the new. */
    static void write(Path file, String content) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(beside);
        Files.createFile(beside, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(beside, content.getBytes(StandardCharsets.UTF_8));
        Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
