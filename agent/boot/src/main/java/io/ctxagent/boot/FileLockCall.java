package io.ctxagent.boot;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * {@code FileChannel.lock}. A signal ends the system call without the lock, and the check after it throws; the channel
 * stays open. Closing it instead waits for the thread to leave, which a virtual thread never does, because the JDK does
 * not know the native thread that it is pinned to; the call notes that thread itself, for as long as it is in the kernel.
 */
final class FileLockCall extends SignalledCall {

    /** The native thread that is in the system call; 0 for none. */
    private long inKernel;

    FileLockCall(Object context, @Nullable Object path) throws Throwable {
        super(context, Family.FILELOCK, FileLocks.CALL, path);
    }

    @Override
    public @Nullable String target() {
        return (String) target;
    }

    synchronized void enterKernel() {
        try {
            inKernel = NativeThreads.carrier();
        } catch (Throwable fault) {
            Family.FILELOCK.fault(fault);
        }
    }

    synchronized void leaveKernel() {
        inKernel = 0;
    }

    @Override
    synchronized void wake() throws Throwable {
        if (inKernel > 0) {
            NativeThreads.signal(inKernel);
        }
    }

    @Override
    Family owner() {
        return Family.FILELOCK;
    }

    @Override
    @Nullable
    IOException failure() {
        return FileLocks.failure(context);
    }
}
