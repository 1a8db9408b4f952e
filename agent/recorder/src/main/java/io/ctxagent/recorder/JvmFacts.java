package io.ctxagent.recorder;

import io.ctxagent.model.JvmInfo;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Who this JVM is. Without {@code java.management}, which an image made by jlink may not have. */
final class JvmFacts {

    private final long pid = ProcessHandle.current().pid();
    private final Instant startedAt = ProcessHandle.current()
            .info()
            .startInstant()
            .orElseGet(Instant::now)
            .truncatedTo(ChronoUnit.MILLIS);

    JvmInfo now() {
        Duration uptime = Duration.between(startedAt, Instant.now());
        return new JvmInfo(
                pid,
                mainClass(property("sun.java.command"), property("java.class.path")),
                property("java.version"),
                startedAt,
                Math.max(0, uptime.toMillis()),
                property("user.name"));
    }

    /**
     * The main class or jar without its arguments.
     *
     * @param command the launcher's {@code sun.java.command}: main class or path of the jar, then the arguments
     * @param classPath with {@code -jar} it is the jar alone, whose path may have spaces
     */
    static String mainClass(String command, String classPath) {
        if (!classPath.isEmpty() && command.startsWith(classPath)) {
            return classPath;
        }
        int space = command.indexOf(' ');
        String main = space < 0 ? command : command.substring(0, space);
        int module = main.indexOf('/');
        boolean path = main.endsWith(".jar") || module <= 0;
        return path ? main : main.substring(module + 1);
    }

    private static String property(String name) {
        try {
            String value = System.getProperty(name);
            return value == null ? "" : value;
        } catch (SecurityException e) {
            return "";
        }
    }
}
