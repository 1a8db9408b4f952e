package io.ctxagent.javaagent.wiring;

import io.ctxagent.boot.OwnApi;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/** Makes, once, the loader of the agent's own copy of the Context API, from the folder {@code api/} of its jar. */
final class OwnCopy implements Callable<ClassLoader> {

    private static final String FOLDER = "api/";
    private static final String SUFFIX = ".class";

    private final File jar;
    private @Nullable ClassLoader made;

    OwnCopy(File jar) {
        this.jar = jar;
    }

    @Override
    public synchronized ClassLoader call() throws IOException {
        ClassLoader loader = made;
        if (loader == null) {
            loader = new OwnApi(classFiles());
            made = loader;
        }
        return loader;
    }

    private Map<String, byte[]> classFiles() throws IOException {
        Map<String, byte[]> classFiles = new HashMap<>();
        try (JarFile file = new JarFile(jar, false)) {
            for (Enumeration<JarEntry> entries = file.entries(); entries.hasMoreElements(); ) {
                JarEntry entry = entries.nextElement();
                String path = entry.getName();
                if (path.startsWith(FOLDER) && path.endsWith(SUFFIX)) {
                    String name = path.substring(FOLDER.length(), path.length() - SUFFIX.length());
                    try (InputStream in = file.getInputStream(entry)) {
                        classFiles.put(name.replace('/', '.'), in.readAllBytes());
                    }
                }
            }
        }
        return classFiles;
    }
}
