package io.ctxagent.programs.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Reads a body without blocking, and says under which context it is called. */
final class Listener implements ReadListener {

    private final String name;
    private final AsyncContext async;
    private final ServletInputStream in;
    private final byte[] buffer = new byte[256];
    private int length;

    private Listener(String name, AsyncContext async, ServletInputStream in) {
        this.name = name;
        this.async = async;
        this.in = in;
    }

    static void listen(HttpServletRequest request, HttpServletResponse response, String name) throws IOException {
        Contexts.keep(name);
        AsyncContext async = request.startAsync(request, response);
        async.setTimeout(0);
        ServletInputStream in = request.getInputStream();
        in.setReadListener(new Listener(name, async, in));
        System.out.println("LISTEN " + name);
    }

    @Override
    public void onDataAvailable() throws IOException {
        while (in.isReady()) {
            int count = in.read(buffer);
            if (count < 0) {
                return;
            }
            length += count;
        }
        System.out.println("HEARD " + name + " " + Contexts.current());
    }

    @Override
    public void onAllDataRead() throws IOException {
        byte[] text = ("read " + length + " " + Contexts.current()).getBytes(StandardCharsets.UTF_8);
        HttpServletResponse response = (HttpServletResponse) async.getResponse();
        response.setContentLength(text.length);
        response.getOutputStream().write(text);
        async.complete();
    }

    @Override
    public void onError(Throwable thrown) {
        System.out.println("NOT READ " + name + " " + Routes.chain(thrown));
        async.complete();
    }
}
