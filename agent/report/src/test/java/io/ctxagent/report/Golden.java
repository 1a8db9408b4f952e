package io.ctxagent.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.model.Snapshot;
import io.ctxagent.model.SnapshotReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Snapshots and the whole screens that they must give, from files beside the tests. */
public final class Golden {

    private Golden() {}

    public static Snapshot snapshot(String name) {
        try (InputStream in = open(name)) {
            return SnapshotReader.read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Holds {@code screen} to the file of this name. With {@code -Dgolden.write=true} it becomes that file instead, to be
     * looked at in the diff.
     */
    public static void assertScreen(String screen, String name) {
        String normal = normal(screen);
        if (Boolean.getBoolean("golden.write")) {
            try {
                Files.writeString(Path.of("src/test/resources/io/ctxagent/report", name), normal);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return;
        }
        try (InputStream in = open(name)) {
            assertThat(normal).isEqualTo(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The one normaliser. Snapshots come from files, so that nothing in a screen changes from run to run; what it takes
     * out is what all HTML pages have in common, style, script and their hashes, which would only be there twice.
     */
    public static String normal(String screen) {
        return screen.replaceAll("(?s)<(style|script)>.*?</\\1>", "<$1></$1>")
                .replaceAll("sha256-[A-Za-z0-9+/=]+", "sha256-HASH");
    }

    private static InputStream open(String name) {
        return Objects.requireNonNull(Golden.class.getResourceAsStream(name), name);
    }
}
