package io.ctxagent.boot;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The hooks of {@link FileInputStream#read}, for standard input and the outputs of processes. Files are let through. */
public final class Inputs {

    private static final String CALL = "java.io.FileInputStream.read";

    private Inputs() {}

    /** On entry; fails fast when the context is done. True when {@link #exit} must follow. */
    public static boolean enter(FileInputStream stream) throws IOException {
        Object context = Current.SLOT.get();
        if (context == null) {
            return false;
        }
        String target = source(stream);
        if (target == null) {
            return false;
        }
        RuntimeException refusal = UnwakeableCalls.refusal(Family.INPUT, context, CALL);
        if (refusal != null) {
            throw new ContextInterruptedIOException(refusal);
        }
        return UnwakeableCalls.enter(Family.INPUT, context, CALL, target);
    }

    /** What may keep its reader waiting; null for a file, and for a named pipe, which looks like one. */
    private static @Nullable String source(FileInputStream stream) {
        try {
            if (stream.getFD() == FileDescriptor.in) {
                return "standard input";
            }
        } catch (IOException e) {
            return null;
        }
        Class<?> type = stream.getClass();
        boolean process = type != FileInputStream.class && type.getName().equals("java.lang.Process$PipeInputStream");
        return process ? "output of a process" : null;
    }

    /** On the way out. */
    public static @Nullable Throwable exit(@Nullable Throwable thrown) {
        return Waits.exit(thrown);
    }
}
