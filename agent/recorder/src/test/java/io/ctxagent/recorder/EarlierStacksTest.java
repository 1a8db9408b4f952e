package io.ctxagent.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Arrays;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import shop.Blocked;

class EarlierStacksTest {

    private static final StackTraceElement PARK = frame("jdk.internal.misc.Unsafe", "park", null, -2);
    private static final StackTraceElement TAKE =
            frame("java.util.concurrent.LinkedBlockingQueue", "take", "L.java", 435);
    private static final StackTraceElement SERVE = frame("shop.Main", "serve", "Main.java", 33);
    private static final StackTraceElement MAIN = frame("shop.Main", "main", "Main.java", 7);

    private final EarlierStacks earlier = EarlierStacks.none();
    private final Thread thread = new Thread("asked");

    @Test
    void a_method_that_goes_on_in_its_old_form_is_where_it_was() {
        earlier.keep(thread, stack(PARK, TAKE, SERVE, MAIN));

        assertThat(earlier.mend(thread, stack(PARK, old(TAKE), old(SERVE), old(MAIN))))
                .containsExactly(PARK, TAKE, SERVE, MAIN);
        assertThat(earlier.mend(thread, stack(PARK, TAKE, SERVE, old(MAIN))))
                .as("only one class was changed")
                .containsExactly(PARK, TAKE, SERVE, MAIN);
    }

    @Test
    void one_that_calls_something_else_by_now_tells_its_file_alone() {
        earlier.keep(thread, stack(PARK, TAKE, SERVE, MAIN));
        StackTraceElement sleep = frame("java.lang.Thread", "sleep", "Thread.java", 509);
        StackTraceElement serve = frame("shop.Main", "serve", "Main.java", -1);

        assertThat(earlier.mend(thread, stack(sleep, old(SERVE), old(MAIN)))).containsExactly(sleep, serve, MAIN);
        assertThat(earlier.mend(thread, stack(sleep, TAKE, old(SERVE), old(MAIN))))
                .as("a later call of the same method")
                .containsExactly(sleep, TAKE, serve, MAIN);
        assertThat(serve).hasToString("shop.Main.serve(Main.java)");
    }

    @Test
    void what_has_no_file_by_itself_is_left_as_it_is() {
        StackTraceElement hidden = frame("shop.Main$$Lambda", "run", null, -1);
        earlier.keep(thread, stack(PARK, TAKE, hidden));

        assertThat(earlier.mend(thread, stack(PARK, old(TAKE), hidden))).containsExactly(PARK, TAKE, hidden);
        StackTraceElement[] fresh = stack(PARK, TAKE, hidden);
        assertThat(earlier.mend(thread, fresh)).isSameAs(fresh);
    }

    @Test
    void once_a_thread_has_left_its_old_methods_nothing_is_kept_of_it() {
        earlier.keep(thread, stack(PARK, TAKE, SERVE));
        StackTraceElement[] left = stack(PARK, TAKE, SERVE);
        assertThat(earlier.mend(thread, left)).isSameAs(left);

        StackTraceElement[] again = stack(PARK, old(TAKE), old(SERVE));
        assertThat(earlier.mend(thread, again)).isSameAs(again);
    }

    @Test
    void another_thread_of_the_same_id_is_not_mended() {
        Thread other = new Thread("other");
        earlier.keep(thread, stack(PARK, TAKE, SERVE));
        StackTraceElement[] frames = stack(PARK, old(TAKE));
        assertThat(earlier.mend(other, frames)).isSameAs(frames);
    }

    @Test
    void the_stacks_of_now_are_those_of_all_threads() throws Exception {
        try (Blocked blocked = Blocked.in(new LinkedBlockingQueue<>()::take)) {
            // The first wait of its kind goes through class initialisers before it stays where it is.
            await().untilAsserted(() -> {
                StackTraceElement[] frames = blocked.thread().getStackTrace();
                StackTraceElement[] lost =
                        Arrays.stream(frames).map(EarlierStacksTest::old).toArray(StackTraceElement[]::new);
                assertThat(EarlierStacks.now().mend(blocked.thread(), lost)).isEqualTo(frames);
            });
        }
    }

    private static StackTraceElement[] stack(StackTraceElement... frames) {
        return frames;
    }

    /** As the JVM tells it once its class was changed. */
    private static StackTraceElement old(StackTraceElement frame) {
        return frame.isNativeMethod() ? frame : frame(frame, null, -1);
    }

    private static StackTraceElement frame(String type, String method, String file, int line) {
        return new StackTraceElement(type, method, file, line);
    }

    private static StackTraceElement frame(StackTraceElement of, String file, int line) {
        return new StackTraceElement(
                of.getClassLoaderName(),
                of.getModuleName(),
                of.getModuleVersion(),
                of.getClassName(),
                of.getMethodName(),
                file,
                line);
    }
}
