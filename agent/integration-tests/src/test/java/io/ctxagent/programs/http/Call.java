package io.ctxagent.programs.http;

import java.io.IOException;
import java.io.InputStream;

/** A request and the way to answer it, on whatever server. */
interface Call {

    String path();

    /** Null where it was not sent. */
    String header(String name);

    InputStream body() throws IOException;

    /** The whole answer; ends the request. */
    void answer(int status, String text) throws IOException;

    /** From here on somebody else answers. */
    void leaveOpen();
}
