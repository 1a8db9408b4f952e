package io.ctxagent.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class UntilShutdownTest {

    @Test
    void it_is_one_live_context_while_the_jvm_runs() {
        assertThat(Context.untilShutdown()).isSameAs(Context.untilShutdown());
        assertThat(Context.untilShutdown().isDone()).isFalse();
        assertThat(Context.untilShutdown().deadline()).isEmpty();
    }

    @Test
    void sigterm_cancels_it_and_what_hangs_below() throws Exception {
        ChildJvm jvm = ChildJvm.start(Server.class, List.of());
        jvm.awaitLine("ready");
        jvm.terminate();
        assertThat(jvm.output())
                .contains("worker ended: context canceled, null")
                .contains("stopped");
    }

    @Test
    void exit_cancels_it() throws Exception {
        assertThat(ChildJvm.start(Exiting.class, List.of()).output()).contains("worker ended: context canceled, null");
    }

    @Test
    void asked_for_during_the_shutdown_it_is_done_from_the_start() throws Exception {
        assertThat(ChildJvm.start(Late.class, List.of()).output()).contains("done: true context canceled");
    }

    static final class Server {
        public static void main(String[] args) throws Exception {
            Context context =
                    Context.untilShutdown().withTimeout(Duration.ofHours(1)).context();
            Thread worker = startWorker(context);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                try {
                    worker.join();
                    System.out.println("stopped");
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
            System.out.println("ready");
            worker.join();
        }
    }

    static final class Exiting {
        public static void main(String[] args) throws Exception {
            Thread worker = startWorker(Context.untilShutdown().withCancel().context());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                try {
                    worker.join();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
            System.exit(0);
        }
    }

    static final class Late {
        public static void main(String[] args) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                Context context = Context.untilShutdown();
                System.out.println(
                        "done: " + context.isDone() + " " + context.err().getMessage());
            }));
        }
    }

    private static Thread startWorker(Context context) {
        Thread worker = new Thread(() -> {
            try {
                context.awaitDone();
                System.out.println("worker ended: " + context.err().getMessage() + ", "
                        + context.err().getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        worker.start();
        return worker;
    }
}
