package io.ctxagent.programs;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * In each web application once, with a copy of the Context API of its own: {@code block} waits under a context named after
 * the application, {@code blocked} says whether it does, {@code cancel} cancels it, {@code loader} names the API's loader.
 */
public final class BlockingServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final CancelScope SCOPE = Context.background().withCancel();

    private static volatile Thread waiting;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String name = request.getContextPath().substring(1);
        response.getWriter()
                .print(
                        switch (request.getServletPath()) {
                            case "/block" -> block(name);
                            case "/blocked" -> waiting != null && waiting.getState() == Thread.State.WAITING;
                            case "/cancel" -> {
                                SCOPE.cancel(new IllegalStateException("cancel of " + name));
                                yield "cancelled";
                            }
                            default ->
                                Context.class.getClassLoader().getClass().getSimpleName()
                                        + System.identityHashCode(Context.class.getClassLoader());
                        });
    }

    private static String block(String name) {
        try {
            SCOPE.named(name).call(() -> {
                waiting = Thread.currentThread();
                return new LinkedBlockingQueue<>().take();
            });
            return "returned";
        } catch (Exception e) {
            return e.getClass().getSimpleName() + " < "
                    + e.getCause().getClass().getSimpleName() + " < "
                    + e.getCause().getCause().getMessage();
        }
    }
}
