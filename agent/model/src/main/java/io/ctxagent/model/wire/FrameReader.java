package io.ctxagent.model.wire;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Reads frames. Leaves the stream open and reads nothing ahead. Not thread-safe. */
public final class FrameReader {

    private static final int LENGTH_BYTES = 4;

    private final InputStream in;

    public FrameReader(InputStream in) {
        this.in = in;
    }

    /**
     * The bytes of the next frame, none for a frame of length 0; null where the stream ends between two frames.
     *
     * @throws WireFormatException when the frame is longer than {@link Wire#MAX_FRAME_BYTES} or cut off
     */
    public byte @Nullable [] read() throws IOException {
        byte[] head = in.readNBytes(LENGTH_BYTES);
        if (head.length == 0) {
            return null;
        }
        if (head.length < LENGTH_BYTES) {
            throw cutOff();
        }
        int length = (head[0] & 0xff) << 24 | (head[1] & 0xff) << 16 | (head[2] & 0xff) << 8 | head[3] & 0xff;
        // Before anything is allocated: a garbage length must cost nothing.
        if (length < 0 || length > Wire.MAX_FRAME_BYTES) {
            throw new WireFormatException("a frame says it is " + Integer.toUnsignedString(length)
                    + " bytes long; the limit is " + Wire.MAX_FRAME_BYTES);
        }
        byte[] frame = in.readNBytes(length);
        if (frame.length < length) {
            throw cutOff();
        }
        return frame;
    }

    /** The next frame, which must be there. */
    byte[] require(String what) throws IOException {
        byte[] frame = read();
        if (frame == null) {
            throw new WireFormatException("the connection ended before the " + what);
        }
        return frame;
    }

    private static WireFormatException cutOff() {
        return new WireFormatException("the connection ended inside a frame");
    }
}
