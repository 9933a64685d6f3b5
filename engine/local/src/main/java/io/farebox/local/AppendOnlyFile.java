package io.farebox.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Redis' append-only file after a crash that cut its last write short.
 *
 * <p>Redis itself would load it up to the last whole command ({@code aof-load-truncated yes}) even inside of a transaction,
 * which it leaves open in the file: at the next start the half that nobody was told of is carried out with what was
 * written since (valkey-io/valkey, pull request 4342). Its {@code redis-check-aof} ends the file before the transaction.
 */
final class AppendOnlyFile {
    private static final Path MANIFEST = Path.of("appendonlydir", "appendonly.aof.manifest");

    /** The server is this program too, where it is called so. */
    private static final String CHECK = "redis-check-aof";

    private static final String YES = "y\n";

    private AppendOnlyFile() {}

    /** Takes what is not whole from its end; does nothing where there is none, or where it is whole. */
    static void mend(Path directory, Path server) throws IOException {
        if (!Files.exists(directory.resolve(MANIFEST))) {
            return;
        }
        Path check = directory.resolve(CHECK);
        if (!Files.isSymbolicLink(check)) {
            Files.createSymbolicLink(check, server);
        }
        Path log = directory.resolve(CHECK + ".log");
        Process process = new ProcessBuilder(check.toString(), "--fix", MANIFEST.toString())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try (var answer = process.getOutputStream()) {
            answer.write(YES.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException notAsked) {
            // It has ended without a question, because there was nothing to take.
        }
        int exitCode = awaited(process);
        if (exitCode != 0) {
            throw new IOException(CHECK + " ended with " + exitCode + "; see " + log);
        }
    }

    private static int awaited(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new LocalException("Interrupted while the append-only file was checked.", e);
        }
    }
}
