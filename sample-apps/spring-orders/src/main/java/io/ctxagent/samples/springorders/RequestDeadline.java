package io.ctxagent.samples.springorders;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Every request runs under a context with a deadline: all that this service knows of contexts. */
@Component
class RequestDeadline extends OncePerRequestFilter {

    private static final Duration LIMIT = Duration.ofSeconds(3);

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String name = request.getMethod() + " " + request.getRequestURI();
        try (CancelScope scope = Context.untilShutdown().withTimeout(LIMIT).named(name)) {
            scope.call(() -> {
                chain.doFilter(request, response);
                return response;
            });
        } catch (ServletException | IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ServletException(e);
        }
    }
}
