package io.ctxagent.javaagent;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/**
 * Loads the agent's own classes and the libraries it brings from the folder {@code inst/} of its jar, where the
 * application cannot see them. Its parent is the platform loader, so it sees {@code java.sql} and nothing of the
 * application's.
 */
final class AgentClassLoader extends ClassLoader implements Closeable, Consumer<Function<Object[], Throwable>> {

    private static final String FOLDER = "inst/";
    private static final String BRIDGE = "io/ctxagent/boot/";
    private static final String BRIDGE_FOLDER = "boot/";

    static {
        registerAsParallelCapable();
    }

    private final JarFile jar;
    private final File file;
    private volatile @Nullable Function<Object[], Throwable> entry;

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

    /**
     * Called by the initialiser of the class that goes on, with what it is entered by. The two sides share no class but the
     * JDK's, and a reflective call instead would cost 30 ms of each start on JDK 25.
     */
    @Override
    public void accept(Function<Object[], Throwable> start) {
        entry = start;
    }

    /** What the class of this name has handed over, once it is initialised. */
    Function<Object[], Throwable> entry(String className) throws ClassNotFoundException {
        Class.forName(className, true, this);
        Function<Object[], Throwable> start = entry;
        if (start == null) {
            throw new ClassNotFoundException(className + " did not hand over its entry");
        }
        return start;
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
            JarEntry entry = resource(path);
            return entry == null ? null : new URL("jar:" + file.toURI() + "!/" + entry.getName());
        } catch (MalformedURLException | IllegalStateException e) {
            return null;
        }
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String path) {
        try {
            JarEntry entry = resource(path);
            return entry == null ? super.getResourceAsStream(path) : jar.getInputStream(entry);
        } catch (IOException | IllegalStateException e) {
            return null;
        }
    }

    /** The bridge's class files can be read here, for the advice that names them; its classes are the bootstrap loader's. */
    private @Nullable JarEntry resource(String path) {
        return jar.getJarEntry((path.startsWith(BRIDGE) ? BRIDGE_FOLDER : FOLDER) + path);
    }
}
