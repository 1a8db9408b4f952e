package shop;

import io.ctxagent.context.Context;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Run concurrently, these wait for tasks of the very pool that runs them, so one begins on the stack of another. */
class Crowd {

    static IntStream numbers() {
        return IntStream.range(0, 40);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("numbers")
    void worksInParallel(int number) {
        String own = Context.current().toString();
        IntStream.range(0, 200).parallel().forEach(part -> {
            if (!Context.current().toString().equals(own)) {
                throw new AssertionError(Context.current() + " instead of " + own);
            }
        });
        if (number % 13 == 5) {
            Fixtures.forgetAContext();
        }
        if (!Context.current().toString().equals(own)) {
            throw new AssertionError(Context.current() + " instead of " + own);
        }
    }
}
