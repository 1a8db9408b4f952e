package io.ctxagent.cli;

import com.fasterxml.jackson.core.JsonFactory;
import io.ctxagent.cli.child.FakeAgent;
import io.ctxagent.model.Snapshot;
import io.ctxagent.report.AttachScreen;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes.Name;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.jline.terminal.TerminalBuilder;
import picocli.CommandLine;

/** Jars made of what this build has compiled so far. */
public final class TestJars {

    private TestJars() {}

    /** An agent of the given name that holds all that it needs. */
    public static Path agent(Path file) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(new Name("Premain-Class"), FakeAgent.class.getName());
        manifest.getMainAttributes().put(new Name("Agent-Class"), FakeAgent.class.getName());
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out, manifest)) {
            for (Class<?> part : List.of(FakeAgent.class, Snapshot.class, JsonFactory.class)) {
                addAll(jar, source(part));
            }
        }
        return file;
    }

    /** The jars that an installation has in {@code lib/}. */
    public static void library(Path directory) throws IOException {
        Files.createDirectories(directory);
        for (Class<?> part : List.of(
                CtxInspect.class,
                Snapshot.class,
                AttachScreen.class,
                JsonFactory.class,
                CommandLine.class,
                ByteBuddyAgent.class,
                TerminalBuilder.class)) {
            Path source = source(part);
            Path jar = directory.resolve(part.getSimpleName() + ".jar");
            if (Files.isRegularFile(source)) {
                Files.copy(source, jar);
            } else {
                try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
                    addAll(out, source);
                }
            }
        }
    }

    static Path source(Class<?> part) {
        try {
            return Path.of(
                    part.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void addAll(JarOutputStream jar, Path source) throws IOException {
        if (Files.isDirectory(source)) {
            add(jar, source);
        } else {
            try (var files = FileSystems.newFileSystem(source)) {
                add(jar, files.getPath("/"));
            }
        }
    }

    private static void add(JarOutputStream jar, Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                String name = root.relativize(file).toString();
                if (!name.startsWith("META-INF")) {
                    jar.putNextEntry(new JarEntry(name));
                    Files.copy(file, jar);
                    jar.closeEntry();
                }
            }
        }
    }
}
