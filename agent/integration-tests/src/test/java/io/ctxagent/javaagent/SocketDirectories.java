package io.ctxagent.javaagent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where agents make their sockets since this was made: what was there before may be of an earlier JVM with the same pid. */
final class SocketDirectories {

    private final List<Path> before = all("ctx-agent-");

    /** Of one JVM. */
    List<Path> of(long pid) {
        return all("ctx-agent-" + pid + "-").stream()
                .filter(path -> !before.contains(path))
                .toList();
    }

    private static List<Path> all(String prefix) {
        try (Stream<Path> all = Files.list(Path.of("/tmp"))) {
            return all.filter(path -> path.getFileName().toString().startsWith(prefix))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
