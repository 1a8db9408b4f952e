package io.ctxagent.benchmarks.classload;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Loads every class of a jar in a loader of its own, without initialising it; prints how many there were and the nanoseconds of
 * processor time that the thread took for them. A class whose library is not there is passed over.
 */
public final class EveryClass {

    private static final String SUFFIX = ".class";

    private EveryClass() {}

    /** @param arguments the jar */
    public static void main(String[] arguments) throws IOException {
        Path jar = Path.of(arguments[0]);
        List<String> names;
        try (JarFile file = new JarFile(jar.toFile())) {
            names = file.stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.endsWith(SUFFIX) && !name.startsWith("META-INF/") && !name.contains("-info"))
                    .map(name ->
                            name.substring(0, name.length() - SUFFIX.length()).replace('/', '.'))
                    .toList();
        }
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
            int loaded = 0;
            long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            for (String name : names) {
                try {
                    Class.forName(name, false, loader);
                    loaded++;
                } catch (ClassNotFoundException | LinkageError missing) {
                    // It is of a library that the jar does without.
                }
            }
            long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
            System.out.println(loaded + " " + nanos);
        }
    }
}
