package io.ctxagent.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnStackTest {

    private static final long STACK_BYTES = 64 << 20;

    @ParameterizedTest(name = "{0} levels down")
    @ValueSource(ints = {0, 100, 3000})
    void hasAllThatAWalkHas(int levels) throws InterruptedException {
        Thread thread = new Thread(null, () -> compare(levels), "deep", STACK_BYTES);
        Throwable[] failure = new Throwable[1];
        thread.setUncaughtExceptionHandler((of, thrown) -> failure[0] = thrown);
        thread.start();
        thread.join();
        assertThat(failure[0]).isNull();
    }

    private static void compare(int levels) {
        if (levels > 0) {
            compare(levels - 1);
            return;
        }
        List<String> walked = StackWalker.getInstance()
                .walk(frames -> frames.map(frame -> frame.getClassName() + "." + frame.getMethodName())
                        .toList());
        List<String> own = Stream.of(OwnStack.frames())
                .map(frame -> frame.getClassName() + "." + frame.getMethodName())
                .filter(name -> !name.startsWith(OwnStack.class.getName() + "."))
                .toList();
        assertThat(own).isEqualTo(walked);
    }

    @Test
    void oneThatBeginsWithAThreadIsWhole() {
        assertThat(OwnStack.whole(frames("shop.Orders.find", "java.lang.Thread.run")))
                .isTrue();
        assertThat(OwnStack.whole(frames("shop.Orders.find", "java.lang.VirtualThread.run")))
                .isTrue();
        assertThat(OwnStack.whole(frames("shop.Orders.find", "shop.Main.main"))).isTrue();
        assertThat(OwnStack.whole(frames("shop.Orders.find", "java.util.concurrent.ForkJoinWorkerThread.run")))
                .isTrue();
    }

    @Test
    void aVirtualThreadBeginsOnce() {
        String[] deep = new String[2000];
        Arrays.fill(deep, "java.lang.VirtualThread.run");
        assertThat(OwnStack.whole(frames(deep))).isTrue();
    }

    @Test
    void oneThatWasCutIsNot() {
        assertThat(OwnStack.whole(frames())).isFalse();
        assertThat(OwnStack.whole(frames("shop.Orders.find"))).isFalse();
        assertThat(OwnStack.whole(frames("java.lang.VirtualThread.parkNanos", "java.lang.Thread.sleep")))
                .as("in the middle of a sleep")
                .isFalse();
        String[] deep = new String[1024];
        Arrays.fill(deep, "java.lang.Thread.run");
        assertThat(OwnStack.whole(frames(deep))).isFalse();
    }

    private static StackTraceElement[] frames(String... names) {
        return Stream.of(names)
                .map(name -> new StackTraceElement(
                        name.substring(0, name.lastIndexOf('.')), name.substring(name.lastIndexOf('.') + 1), null, -1))
                .toArray(StackTraceElement[]::new);
    }
}
