package io.ctxagent.model.wire;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Cuts a body into frames. {@link #finish} ends it; a body that is closed without that stays cut off, so that one that
 * failed half-way never looks whole. Leaves the stream below open. Not thread-safe.
 */
public final class BodyOutputStream extends OutputStream {

    private final FrameWriter frames;
    private final byte[] buffer = new byte[Wire.MAX_FRAME_BYTES];
    private int used;
    private boolean finished;

    public BodyOutputStream(FrameWriter frames) {
        this.frames = frames;
    }

    @Override
    public void write(int b) throws IOException {
        if (used == buffer.length) {
            flush();
        }
        checkOpen();
        buffer[used++] = (byte) b;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        checkOpen();
        int from = offset;
        int left = length;
        while (left > 0) {
            if (used == buffer.length) {
                flush();
            }
            int part = Math.min(left, buffer.length - used);
            System.arraycopy(bytes, from, buffer, used, part);
            used += part;
            from += part;
            left -= part;
        }
    }

    /** Sends what is buffered as one frame. */
    @Override
    public void flush() throws IOException {
        if (used > 0) {
            frames.write(buffer, 0, used);
            used = 0;
        }
    }

    /** Sends the rest and the frame of length 0. Nothing can be written after it. */
    public void finish() throws IOException {
        if (!finished) {
            flush();
            finished = true;
            frames.write(new byte[0]);
        }
    }

    private void checkOpen() throws IOException {
        if (finished) {
            throw new IOException("the body is finished");
        }
    }
}
