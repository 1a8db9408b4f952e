package io.ctxagent.boot;

import java.io.IOException;
import java.io.OutputStream;

/** What is left of a message to the server, which the user's code writes: takes the step up for as long as the driver does so. */
final class CopyMessage extends OutputStream {

    private final CopyStep step;
    private final OutputStream driver;

    /** @param driver the driver's */
    CopyMessage(CopyStep step, OutputStream driver) {
        this.step = step;
        this.driver = driver;
    }

    @Override
    public void write(int b) throws IOException {
        boolean taken = step.takeUpToWrite();
        try {
            driver.write(b);
        } finally {
            if (taken) {
                step.layAside();
            }
        }
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        boolean taken = step.takeUpToWrite();
        try {
            driver.write(bytes, from, length);
        } finally {
            if (taken) {
                step.layAside();
            }
        }
    }

    @Override
    public void flush() throws IOException {
        driver.flush();
    }

    @Override
    public void close() throws IOException {
        driver.close();
    }
}
