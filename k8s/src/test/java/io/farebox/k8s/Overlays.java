package io.farebox.k8s;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What can be given to a cluster: the overlays, and the load test on top of one. */
final class Overlays {
    private static final Path OVERLAYS = Path.of("overlays");

    private Overlays() {}

    static List<Path> directories() {
        try (Stream<Path> all = Files.list(OVERLAYS)) {
            return all.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<ObjectNode> documents(Path overlay) {
        return Kustomization.render(overlay);
    }
}
