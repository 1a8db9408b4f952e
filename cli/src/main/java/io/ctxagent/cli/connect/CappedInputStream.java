package io.ctxagent.cli.connect;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Fails once more has been read than is sensible: a small compressed file can grow without end. */
final class CappedInputStream extends FilterInputStream {

    /** There is more. */
    static final class TooLong extends IOException {
        private static final long serialVersionUID = 1;

        TooLong() {
            super("too long");
        }
    }

    private long left;

    CappedInputStream(InputStream in, long maxBytes) {
        super(in);
        this.left = maxBytes;
    }

    @Override
    public int read() throws IOException {
        int b = super.read();
        count(b < 0 ? 0 : 1);
        return b;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int n = super.read(buffer, offset, length);
        count(n);
        return n;
    }

    private void count(int n) throws IOException {
        left -= Math.max(0, n);
        if (left < 0) {
            throw new TooLong();
        }
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
