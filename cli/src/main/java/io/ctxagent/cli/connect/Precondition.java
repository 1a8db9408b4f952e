package io.ctxagent.cli.connect;

import io.ctxagent.cli.process.JvmProcess;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Something that must hold before a JVM is touched.
 *
 * @param name one or two words
 * @param holds what to say when it does
 */
record Precondition(String name, String holds, Look look) {

    /** Looks whether it holds. */
    interface Look {
        /** Null when it holds. */
        @Nullable
        Fault fault(JvmProcess jvm) throws IOException;
    }

    void check(JvmProcess jvm) throws IOException {
        Fault fault = look.fault(jvm);
        if (fault != null) {
            throw fault.failure();
        }
    }
}
