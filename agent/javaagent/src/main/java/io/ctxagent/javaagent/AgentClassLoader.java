package io.ctxagent.javaagent;

import java.io.Closeable;
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
final class AgentClassLoader extends ClassLoader implements Closeable {

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

    /** Called by the agent itself as its last act: no class can be loaded any more, and a later attach begins anew. */
    @Override
    public void close() throws IOException {
        CtxAgent.forget(this);
        jar.close();
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
        try {
            JarEntry entry = jar.getJarEntry(FOLDER + path);
            if (entry == null) {
                return null;
            }
            try (InputStream in = jar.getInputStream(entry)) {
                return in.readAllBytes();
            }
        } catch (IOException | IllegalStateException e) {
            throw new ClassNotFoundException(path, e);
        }
    }

    @Override
    protected @Nullable URL findResource(String path) {
        try {
            if (jar.getJarEntry(FOLDER + path) == null) {
                return null;
            }
            return new URL("jar:" + file.toURI() + "!/" + FOLDER + path);
        } catch (MalformedURLException | IllegalStateException e) {
            return null;
        }
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String path) {
        try {
            JarEntry entry = jar.getJarEntry(FOLDER + path);
            return entry == null ? super.getResourceAsStream(path) : jar.getInputStream(entry);
        } catch (IOException e) {
            return null;
        }
    }
}
