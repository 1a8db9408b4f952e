package io.ctxagent.model.wire;

import java.io.IOException;
import java.io.InputStream;

/**
 * A body put together from its frames; ends at the frame of length 0. A connection that ends earlier is a
 * {@link WireFormatException}, never the end of the body. Leaves the stream below open. Not thread-safe.
 */
public final class BodyInputStream extends InputStream {

    private final FrameReader frames;
    private byte[] frame = new byte[0];
    private int position;
    private boolean ended;

    public BodyInputStream(FrameReader frames) {
        this.frames = frames;
    }

    @Override
    public int read() throws IOException {
        return fill() ? frame[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int part = Math.min(length, frame.length - position);
        System.arraycopy(frame, position, bytes, offset, part);
        position += part;
        return part;
    }

    private boolean fill() throws IOException {
        if (ended) {
            return false;
        }
        if (position == frame.length) {
            frame = frames.require("end of the answer");
            position = 0;
            ended = frame.length == 0;
        }
        return !ended;
    }
}
