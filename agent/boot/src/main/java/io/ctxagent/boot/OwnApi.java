package io.ctxagent.boot;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Loads the agent's own copy of the Context API, for requests of applications that have none. Neither the application nor
 * the agent sees its classes. It stays when the agent leaves, as the bridge does: requests may be under way.
 */
public final class OwnApi extends ClassLoader {

    static {
        registerAsParallelCapable();
    }

    private final Map<String, byte[]> classFiles;

    /**
     * @param classFiles by binary name; each is dropped when it has become a class
     */
    public OwnApi(Map<String, byte[]> classFiles) {
        super("ctx-agent-api", getPlatformClassLoader());
        this.classFiles = new ConcurrentHashMap<>(classFiles);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] classFile = classFiles.remove(name);
        if (classFile == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, classFile, 0, classFile.length);
    }
}
