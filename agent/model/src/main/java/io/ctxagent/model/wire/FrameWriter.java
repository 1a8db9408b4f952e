package io.ctxagent.model.wire;

import java.io.IOException;
import java.io.OutputStream;

/** Writes frames, each in one piece. Leaves the stream open. Not thread-safe. */
public final class FrameWriter {

    private static final int HEAD = 4;

    private final OutputStream out;

    /** Kept from frame to frame: a body of many would leave megabytes behind. */
    private byte[] frame = {};

    public FrameWriter(OutputStream out) {
        this.out = out;
    }

    /** Writes one frame and flushes it; of length 0 too. */
    public void write(byte[] frame) throws IOException {
        write(frame, 0, frame.length);
    }

    /**
     * Writes one frame and flushes it.
     *
     * @throws WireFormatException when it is longer than {@link Wire#MAX_FRAME_BYTES}; nothing is written then
     */
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (length > Wire.MAX_FRAME_BYTES) {
            throw new WireFormatException(
                    "a frame of " + length + " bytes is over the limit of " + Wire.MAX_FRAME_BYTES);
        }
        if (frame.length < HEAD + length) {
            frame = new byte[HEAD + length];
        }
        frame[0] = (byte) (length >>> 24);
        frame[1] = (byte) (length >>> 16);
        frame[2] = (byte) (length >>> 8);
        frame[3] = (byte) length;
        System.arraycopy(bytes, offset, frame, HEAD, length);
        out.write(frame, 0, HEAD + length);
        out.flush();
    }
}
