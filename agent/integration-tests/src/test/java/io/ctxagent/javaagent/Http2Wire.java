package io.ctxagent.javaagent;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One connection of HTTP/2 in clear text, frame by frame, for a client that does what no library would. Not thread-safe. */
final class Http2Wire implements Closeable {

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int CONTINUATION = 9;

    private static final int ACK = 1;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final int CANCEL = 8;

    /** A header that is not compressed, with a name of one letter and a value that is longer than any test lasts. */
    private static final byte[] ENDLESS = {0, 1, 'x', 127, (byte) (6_000 - 127 & 0x7F | 0x80), (6_000 - 127) >> 7};

    private final Socket socket;
    private final DataInputStream in;

    /** With the preface and settings of a client. */
    Http2Wire(Socket socket) throws IOException {
        this(socket, true);
    }

    private Http2Wire(Socket socket, boolean settings) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
        HttpChild.send(socket, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        if (settings) {
            frame(SETTINGS, 0, 0, 0);
        }
    }

    Socket socket() {
        return socket;
    }

    /** A client that does not come to the end of its settings; what is written from here on belongs to them. */
    static Socket withoutSettings(Socket socket) throws IOException {
        Http2Wire wire = new Http2Wire(socket, false);
        wire.frame(SETTINGS, 0, 0, 300);
        return socket;
    }

    /** What is written from here on belongs to a head that is in its first frame. */
    Http2Wire openFrame(int stream, String path) throws IOException {
        byte[] head = head(path);
        frame(HEADERS, END_STREAM | END_HEADERS, stream, head.length + 6_000, head, ENDLESS);
        return this;
    }

    /** What is written from here on belongs to a head that is in its second frame. */
    Http2Wire openContinuation(int stream, String path) throws IOException {
        byte[] head = head(path);
        frame(HEADERS, END_STREAM, stream, head.length, head);
        frame(CONTINUATION, 0, stream, 6_000, ENDLESS);
        return this;
    }

    /** The head of a request that has no body, in two halves. */
    void firstHalf(int stream, String path) throws IOException {
        byte[] head = head(path);
        frame(HEADERS, END_STREAM, stream, head.length, head);
    }

    void secondHalf(int stream) throws IOException {
        frame(CONTINUATION, END_HEADERS, stream, 0);
    }

    void get(int stream, String path) throws IOException {
        byte[] head = head(path);
        frame(HEADERS, END_STREAM | END_HEADERS, stream, head.length, head);
    }

    void reset(int stream) throws IOException {
        frame(RST_STREAM, 0, stream, 4, new byte[] {0, 0, 0, CANCEL});
    }

    /** The body of the answer on this stream; what other streams say meanwhile is passed over. */
    String answer(int stream) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            int length = in.readUnsignedShort() << 8 | in.readUnsignedByte();
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            int of = in.readInt();
            byte[] payload = new byte[length];
            in.readFully(payload);
            if (type == SETTINGS && (flags & ACK) == 0) {
                frame(SETTINGS, ACK, 0, 0);
            }
            if (of == stream && type == RST_STREAM) {
                throw new EOFException("the server reset stream " + stream);
            }
            if (of == stream && type == DATA) {
                body.write(payload);
            }
            if (of == stream && (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0) {
                return body.toString(StandardCharsets.UTF_8);
            }
        }
    }

    private static byte[] head(String path) {
        // Method and scheme from HPACK's table, then path and authority as they are.
        return ("\u0082\u0086\u0004" + (char) path.length() + path + "\u0001\u0001x")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private void frame(int type, int flags, int stream, int length, byte[]... payload) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(new byte[] {(byte) (length >> 16), (byte) (length >> 8), (byte) length, (byte) type, (byte) flags});
        frame.write(new byte[] {0, 0, (byte) (stream >> 8), (byte) stream});
        for (byte[] part : payload) {
            frame.write(part);
        }
        socket.getOutputStream().write(frame.toByteArray());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
