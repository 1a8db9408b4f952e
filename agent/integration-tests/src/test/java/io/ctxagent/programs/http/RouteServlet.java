package io.ctxagent.programs.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The routes as a servlet. {@code /forward/...} and {@code /include/...} lead to the rest of the path. */
public final class RouteServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        String path = request.getServletPath() + (request.getPathInfo() == null ? "" : request.getPathInfo());
        Object included = request.getAttribute("jakarta.servlet.include.servlet_path");
        if (included != null) {
            Object more = request.getAttribute("jakarta.servlet.include.path_info");
            path = included + (more == null ? "" : more.toString());
        }
        if (path.startsWith("/forward/")) {
            request.getRequestDispatcher(path.substring(8)).forward(request, response);
        } else if (path.startsWith("/include/")) {
            request.getRequestDispatcher(path.substring(8)).include(request, response);
        } else if (path.startsWith("/timeout/")) {
            Contexts.keep(path.substring(9));
            request.startAsync().setTimeout(100);
        } else if (path.startsWith("/listen/")) {
            Listener.listen(request, response, path.substring(8));
        } else if (path.startsWith("/again/")) {
            again(request, response, path);
        } else {
            Routes.handle(new OfServlet(request, response, path));
        }
    }

    /** Dispatched back to itself from another thread; says under what it runs then. */
    private static void again(HttpServletRequest request, HttpServletResponse response, String path)
            throws IOException {
        if (request.getAttribute("again") != null) {
            new OfServlet(request, response, path).answer(200, Contexts.current());
            return;
        }
        request.setAttribute("again", "yes");
        Contexts.keep(path.substring(7));
        AsyncContext async = request.startAsync();
        new Thread(() -> async.dispatch()).start();
    }

    private static final class OfServlet implements Call {
        private final HttpServletRequest request;
        private final HttpServletResponse response;
        private final String path;
        private AsyncContext async;

        OfServlet(HttpServletRequest request, HttpServletResponse response, String path) {
            this.request = request;
            this.response = response;
            this.path = path;
        }

        @Override
        public String path() {
            return path;
        }

        @Override
        public String header(String name) {
            return request.getHeader(name);
        }

        @Override
        public InputStream body() throws IOException {
            return request.getInputStream();
        }

        @Override
        public void answer(int status, String text) throws IOException {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            response.setStatus(status);
            response.setContentLength(bytes.length);
            response.getOutputStream().write(bytes);
            if (async != null) {
                async.complete();
            }
        }

        @Override
        public void leaveOpen() {
            async = request.startAsync();
            async.setTimeout(0);
            async.addListener(new Listening(path));
        }
    }

    private static final class Listening implements AsyncListener {
        private final String path;

        Listening(String path) {
            this.path = path;
        }

        @Override
        public void onComplete(AsyncEvent event) {
            System.out.println("COMPLETE " + path);
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            System.out.println("TIMEOUT " + path);
        }

        @Override
        public void onError(AsyncEvent event) {
            System.out.println("ERROR " + path);
            event.getAsyncContext().complete();
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            // Of no interest.
        }
    }
}
