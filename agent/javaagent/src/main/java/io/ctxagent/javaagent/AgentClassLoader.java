package io.ctxagent.javaagent;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/**
 * Loads the agent's own classes and the libraries it brings from packs in its jar, where the application cannot see them. Its parent is the platform loader, so it sees {@code java.sql} and nothing of the
 * application's.
 */
final class AgentClassLoader extends ClassLoader implements Closeable, Consumer<Function<Object[], Throwable>> {

    private static final String BRIDGE = "io/ctxagent/boot/";
    /** Everything. */
    private static final String ALL = "inst.pack";
    /** What a start needs, once more. */
    private static final String START = "start.pack";
    /** What the build has woven, and where that is; a jar may be without it. */
    private static final String WOVEN = "woven.pack";

    private static final String SHIPPED = "woven/";

    static {
        registerAsParallelCapable();
    }

    private final JarFile jar;
    private volatile @Nullable Pack start;
    private @Nullable Pack rest;
    /** The same, as long as the start goes on: one class that is missing in the cache wants a thousand of ours. */
    private @Nullable Pack all;

    private @Nullable Pack woven;
    private volatile @Nullable Function<Object[], Throwable> entry;

    AgentClassLoader(File file) throws IOException {
        super("ctx-agent", getPlatformClassLoader());
        this.jar = new JarFile(file, false);
        this.start = Pack.inMemory(jar, START);
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

    /** The application goes on: what comes now is seldom, and read from the disk. */
    synchronized void started() {
        start = null;
        all = null;
    }

    /** Our own without a question to the loaders above, which have none of them; the bridge is theirs. */
    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith("net.bytebuddy.")
                && (!name.startsWith("io.ctxagent.") || name.startsWith("io.ctxagent.boot."))) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? findClass(name) : loaded;
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        String path = name.replace('.', '/') + ".class";
        byte[] classFile = path.startsWith(BRIDGE) ? null : read(path);
        if (classFile == null) {
            throw new ClassNotFoundException(name);
        }
        try {
            return defineClass(name, classFile, 0, classFile.length, getClass().getProtectionDomain());
        } catch (LinkageError e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    /** The bridge's class files can be read here, for the advice that names them; its classes are the bootstrap loader's. */
    @Override
    public @Nullable InputStream getResourceAsStream(String path) {
        try {
            if (path.startsWith(SHIPPED)) {
                byte[] shipped = shipped(path);
                return shipped == null ? null : new ByteArrayInputStream(shipped);
            }
            byte[] file = read(path);
            return file == null ? super.getResourceAsStream(path) : new ByteArrayInputStream(file);
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    private byte @Nullable [] read(String path) throws ClassNotFoundException {
        try {
            Pack first = start;
            byte[] file = first == null ? null : first.read(path);
            return file == null ? rest().read(path) : file;
        } catch (IOException | IllegalStateException e) {
            throw new ClassNotFoundException(path, e);
        }
    }

    private byte @Nullable [] shipped(String path) {
        try {
            Pack opened = woven();
            return opened == null ? null : opened.read(path);
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    private synchronized @Nullable Pack woven() throws IOException {
        if (woven == null && jar.getJarEntry(WOVEN) != null) {
            woven = Pack.onDisk(jar, WOVEN);
        }
        return woven;
    }

    private synchronized Pack rest() throws IOException {
        if (start != null) {
            if (all == null) {
                all = Pack.inMemory(jar, ALL);
            }
            return all;
        }
        Pack opened = rest;
        if (opened == null) {
            opened = Pack.onDisk(jar, ALL);
            rest = opened;
        }
        return opened;
    }
}
