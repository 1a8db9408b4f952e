package io.ctxagent.programs.handshake;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Locks a file, {@code <file>}, as it is told on standard input: {@value #LOCK} tries to, and answers {@value #DONE} or
 * {@value #REFUSED}; {@value #UNLOCK} gives the lock back, without an answer. A process of its own, because locks are those of a
 * process.
 */
public final class LockHolder {

    static final int LOCK = 'l';
    static final int UNLOCK = 'u';
    static final int DONE = 'd';
    static final int REFUSED = 'r';

    private LockHolder() {}

    public static void main(String[] args) throws IOException {
        try (FileChannel file = FileChannel.open(Path.of(args[0]), StandardOpenOption.WRITE)) {
            FileLock held = null;
            for (int told = System.in.read(); told >= 0; told = System.in.read()) {
                if (told == LOCK) {
                    held = file.tryLock();
                    System.out.write(held == null ? REFUSED : DONE);
                    System.out.flush();
                } else if (held != null) {
                    held.release();
                    held = null;
                }
            }
        }
    }
}
