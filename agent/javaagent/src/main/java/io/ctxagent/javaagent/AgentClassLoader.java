package io.ctxagent.javaagent;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/**
 * Loads the agent's own classes and the libraries it brings from the folder {@code inst/} of its jar, where the
 * application cannot see them. Its parent is the platform loader, so it sees {@code java.sql} and nothing of the
 * application's.
 */
final class AgentClassLoader extends ClassLoader {

    private static final String FOLDER = "inst/";

    static {
        registerAsParallelCapable();
    }

    private final JarFile jar;
    private final File file;

    AgentClassLoader(File file) throws IOException {
        super("ctx-agent", getPlatformClassLoader());
        this.file = file;
        this.jar = new JarFile(file, false);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] classFile = read(name.replace('.', '/') + ".class");
        if (classFile == null) {
            throw new ClassNotFoundException(name);
        }
        try {
            return defineClass(name, classFile, 0, classFile.length, getClass().getProtectionDomain());
        } catch (LinkageError e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private byte @Nullable [] read(String path) throws ClassNotFoundException {
        JarEntry entry = jar.getJarEntry(FOLDER + path);
        if (entry == null) {
            return null;
        }
        try (InputStream in = jar.getInputStream(entry)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new ClassNotFoundException(path, e);
        }
    }

    @Override
    protected @Nullable URL findResource(String path) {
        if (jar.getJarEntry(FOLDER + path) == null) {
            return null;
        }
        try {
            return new URL("jar:" + file.toURI() + "!/" + FOLDER + path);
        } catch (MalformedURLException e) {
            return null;
        }
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String path) {
        JarEntry entry = jar.getJarEntry(FOLDER + path);
        try {
            return entry == null ? super.getResourceAsStream(path) : jar.getInputStream(entry);
        } catch (IOException e) {
            return null;
        }
    }
}
