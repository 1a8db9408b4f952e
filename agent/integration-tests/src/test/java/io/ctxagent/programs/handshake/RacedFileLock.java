package io.ctxagent.programs.handshake;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
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
    private final FileChannel channel;
    private FileLock lock;

    RacedFileLock() throws IOException {
        Path file = Files.createTempFile("raced", ".lock");
        file.toFile().deleteOnExit();
        channel = FileChannel.open(file, StandardOpenOption.WRITE);
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
        lock = channel.lock();
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
    public boolean settled(boolean returned) {
        try {
            if (returned) {
                lock.release();
            }
            return othersLock() && channel.isOpen();
        } catch (IOException e) {
            return false;
        }
    }
}
