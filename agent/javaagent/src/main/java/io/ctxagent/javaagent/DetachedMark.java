package io.ctxagent.javaagent;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Tells tools that look at a JVM from outside that the agent has left it: they see the jar, which the JVM keeps open for ever.
 * A file that exists only as an open descriptor, named {@value #NAME} and deleted; gone with the JVM or the next attach.
 */
final class DetachedMark {

    private static final String NAME = "ctx-agent-detached-";

    private static @Nullable FileInputStream open;

    private DetachedMark() {}

    static synchronized void put() {
        try {
            if (open == null) {
                File file = File.createTempFile(NAME, "");
                try {
                    open = new FileInputStream(file);
                } finally {
                    boolean deleted = file.delete();
                    assert deleted : file;
                }
            }
        } catch (IOException e) {
            // Tools take the agent for present, then; asked, it says that it is not.
        }
    }

    static synchronized void remove() {
        try (FileInputStream mark = open) {
            open = null;
        } catch (IOException e) {
            // It is closed as far as it goes.
        }
    }
}
