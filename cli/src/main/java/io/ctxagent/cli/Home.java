package io.ctxagent.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Objects;
import java.util.Properties;

/** Where ctxinspect is installed: {@code bin/}, {@code lib/} and {@code ctx-agent.jar} lie side by side. */
final class Home {

    /** Set by the launcher. */
    private static final String PROPERTY = "ctxinspect.home";

    private Home() {}

    static Path agentJar() {
        return directory().resolve("ctx-agent.jar");
    }

    static String version() {
        return property("version");
    }

    /** The day of the release, as {@code 2026-11-22}. */
    static String released() {
        return property("released").replaceFirst("T.*", "");
    }

    private static String property(String name) {
        Properties properties = new Properties();
        try (InputStream in = Objects.requireNonNull(Home.class.getResourceAsStream("version.properties"))) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty(name, "?");
    }

    private static Path directory() {
        String home = System.getProperty(PROPERTY);
        if (home != null) {
            return Path.of(home);
        }
        CodeSource source = Home.class.getProtectionDomain().getCodeSource();
        try {
            Path jar = Path.of(Objects.requireNonNull(source).getLocation().toURI());
            Path lib = Objects.requireNonNullElse(jar.getParent(), jar);
            return Objects.requireNonNullElse(lib.getParent(), lib);
        } catch (URISyntaxException e) {
            return Path.of("");
        }
    }
}
