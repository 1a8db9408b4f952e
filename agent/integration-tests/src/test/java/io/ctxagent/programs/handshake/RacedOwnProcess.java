package io.ctxagent.programs.handshake;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;

/** A process that an application made of {@code Process}, which waits by asking now and then; so nothing releases it but time. */
final class RacedOwnProcess extends Process implements RacedCall {

    private static final int SHORT_NANOS = 1_000;

    private volatile boolean ended;

    @Override
    public void prepare() {
        ended = false;
    }

    @Override
    public void block() throws InterruptedException {
        if (waitFor(SHORT_NANOS, TimeUnit.NANOSECONDS) && !ended) {
            throw new IllegalStateException("it has not ended");
        }
    }

    @Override
    public void release() {
        ended = true;
    }

    @Override
    public boolean settled(boolean returned) {
        return ended;
    }

    @Override
    public int exitValue() {
        if (!ended) {
            throw new IllegalThreadStateException();
        }
        return 0;
    }

    @Override
    public int waitFor() {
        throw new UnsupportedOperationException();
    }

    @Override
    public OutputStream getOutputStream() {
        return OutputStream.nullOutputStream();
    }

    @Override
    public InputStream getInputStream() {
        return InputStream.nullInputStream();
    }

    @Override
    public InputStream getErrorStream() {
        return InputStream.nullInputStream();
    }

    @Override
    public void destroy() {}
}
