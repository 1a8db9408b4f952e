package io.ctxagent.context.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import io.ctxagent.context.testing.FakeClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ExamplesTest {

    @Test
    void a_worker_handles_jobs_until_its_context_is_done() throws Exception {
        Worker worker = new Worker(new LinkedBlockingQueue<>(List.of("a", "b", "c")));
        CancelScope scope = Context.background().withCancel();
        Thread thread = new Thread(() -> {
            try {
                worker.work(scope.context());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.start();
        await().until(() -> worker.handled() == 3);
        assertThat(thread.isAlive()).isTrue();
        scope.cancel();
        thread.join();
    }

    @Test
    void a_timeout_tells_the_caller_that_it_was_the_time() throws Exception {
        assertThat(Timeout.ask(Context.background(), Duration.ofMillis(5))).isEqualTo("too slow");
        CancelScope gone = Context.background().withCancel();
        gone.cancel();
        assertThat(Timeout.ask(gone.context(), Duration.ofSeconds(5))).isEqualTo("not wanted any more");
    }

    @Test
    void a_shutdown_lets_the_workers_end_before_the_state_is_saved() throws Exception {
        AtomicBoolean saved = new AtomicBoolean();
        CancelScope shutdown = Context.background().withCancel();
        Thread service = new Thread(() -> {
            try {
                GracefulShutdown.serve(shutdown.context(), () -> saved.set(true));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        service.start();
        assertThat(saved).isFalse();
        shutdown.cancel();
        service.join();
        assertThat(saved).isTrue();
    }

    @Test
    void values_travel_down_with_the_context() {
        assertThat(TraceId.logLine("hello")).isEqualTo("[-] hello");
        TraceId.with(Context.background(), "7f3a")
                .run(() -> assertThat(TraceId.logLine("hello")).isEqualTo("[7f3a] hello"));
    }

    @Test
    void of_nested_deadlines_the_earliest_counts() {
        try (FakeClock clock = FakeClock.install()) {
            assertThat(NestedDeadlines.timeForTheCall(Context.background())).isEqualTo(Duration.ofSeconds(2));
            assertThat(clock.now()).isNotNull();
        }
    }

    @Test
    void the_package_description_shows_them_as_they_are() throws Exception {
        String description = Files.readString(Path.of("src/main/java/io/ctxagent/context/package-info.java"))
                .replace(" *", "");
        for (Class<?> example :
                List.of(Worker.class, Timeout.class, GracefulShutdown.class, TraceId.class, NestedDeadlines.class)) {
            String source = Files.readString(
                    Path.of("src/test/java/io/ctxagent/context/examples/" + example.getSimpleName() + ".java"));
            String shown = source.substring(source.indexOf("tag::example[]") + 14, source.indexOf("// end::example"));
            assertThat(description.replaceAll("\\s+", " "))
                    .contains(shown.strip().replaceAll("\\s+", " "));
        }
    }
}
