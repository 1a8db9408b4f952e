package io.ctxagent.cli.process;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The command line of a {@code java} launcher, taken apart as the launcher of JDK 17 to 25 does. */
record JavaCommand(List<String> arguments) {

    /** Options whose value is the next argument. */
    private static final Set<String> WITH_VALUE = Set.of(
            "-cp",
            "-classpath",
            "--class-path",
            "-p",
            "--module-path",
            "--upgrade-module-path",
            "--add-modules",
            "--limit-modules",
            "--add-exports",
            "--add-opens",
            "--add-reads",
            "--patch-module",
            "--enable-native-access",
            "--describe-module",
            "-d",
            "--source");

    /** The main class, the jar after {@code -jar}, or the module; where the launcher is another program, that program. */
    String main() {
        for (int i = 1; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals("-jar") || argument.equals("-m") || argument.equals("--module")) {
                return i + 1 < arguments.size() ? arguments.get(i + 1) : "";
            }
            if (argument.startsWith("--module=")) {
                return argument.substring("--module=".length());
            }
            if (WITH_VALUE.contains(argument)) {
                i++;
            } else if (!argument.startsWith("-") && !argument.startsWith("@")) {
                return argument;
            }
        }
        return arguments.isEmpty() ? "" : fileName(arguments.get(0));
    }

    /** Whether an option of the JVM's, one that comes before the main class, starts with {@code prefix} and fits {@code test}. */
    boolean hasOption(String prefix, Predicate<String> test) {
        String main = main();
        for (int i = 1; i < arguments.size() && !arguments.get(i).equals(main); i++) {
            if (arguments.get(i).startsWith(prefix) && test.test(arguments.get(i))) {
                return true;
            }
        }
        return false;
    }

    /** What follows {@code prefix} in the last option of the JVM's that starts with it. */
    Optional<String> option(String prefix) {
        String main = main();
        String found = null;
        for (int i = 1; i < arguments.size() && !arguments.get(i).equals(main); i++) {
            if (arguments.get(i).startsWith(prefix)) {
                found = arguments.get(i).substring(prefix.length());
            }
        }
        return Optional.ofNullable(found);
    }

    static String fileName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
