package io.ctxagent.programs;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;

/** Made by an application: it has only what {@code Process} itself makes of a wait, which asks now and then. */
public final class OwnProcess extends Process {

    private volatile boolean ended;

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
    public int waitFor() throws InterruptedException {
        return waitFor(1, TimeUnit.HOURS) ? 0 : 1;
    }

    @Override
    public int exitValue() {
        if (!ended) {
            throw new IllegalThreadStateException();
        }
        return 0;
    }

    @Override
    public void destroy() {
        ended = true;
    }
}
