package io.ctxagent.programs.handshake;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A lock of a file that another process holds until it is told to give it back, in each round; afterwards that one takes it again,
 * so nobody else must have it.
 */
final class RacedFileLock implements RacedCall {

    private final Process holder;
    private final OutputStream orders;
    private final Path file;
    private FileChannel channel;
    private FileLock lock;
    private boolean interrupted;

    RacedFileLock() throws IOException {
        file = Files.createTempFile("raced", ".lock");
        file.toFile().deleteOnExit();
        channel = open();
        holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockHolder.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        orders = holder.getOutputStream();
        if (!othersLock()) {
            throw new IOException("the file is locked already");
        }
    }

    private FileChannel open() throws IOException {
        return FileChannel.open(file, StandardOpenOption.WRITE);
    }

    private boolean othersLock() throws IOException {
        tell(LockHolder.LOCK);
        return holder.getInputStream().read() == LockHolder.DONE;
    }

    private void tell(int order) throws IOException {
        orders.write(order);
        orders.flush();
    }

    @Override
    public void block() throws IOException {
        try {
            lock = channel.lock();
        } catch (IOException e) {
            // Also where the context was first.
            interrupted = Thread.currentThread().isInterrupted();
            throw e;
        }
    }

    @Override
    public Interrupt interrupt(Exception e) {
        return e instanceof FileLockInterruptionException ? Interrupt.CLOSED : Interrupt.NONE;
    }

    @Override
    public void release() {
        try {
            tell(LockHolder.UNLOCK);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean settled(boolean returned) throws IOException {
        if (returned) {
            lock.release();
        }
        if (interrupted) {
            // By the user, for whom the JDK closes it.
            interrupted = false;
            channel.close();
            channel = open();
        }
        return othersLock() && channel.isOpen();
    }
}
