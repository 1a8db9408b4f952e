package io.ctxagent.instrument.family;

import io.ctxagent.boot.Family;
import io.ctxagent.boot.Selects;
import io.ctxagent.instrument.BlockingFamily;
import io.ctxagent.instrument.Ending;
import io.ctxagent.instrument.Facts;
import io.ctxagent.instrument.Hook;
import io.ctxagent.instrument.Target;
import java.nio.channels.Selector;
import java.util.List;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * {@code Selector.select} in all its forms, which meet in {@code SelectorImpl.lockAndDoSelect} with a timeout of 0 for
 * {@code selectNow} (JDK 17 to 25). Woken by {@code Selector.wakeup}; returns early and never throws. What
 * happens to loops that go on under a context that is done is in {@link Selects}.
 */
public final class SelectorFamily implements BlockingFamily {

    private static final String TYPE = "sun.nio.ch.SelectorImpl";

    @Override
    public Family family() {
        return Family.SELECTOR;
    }

    @Override
    public List<Hook> hooks(int jdk) {
        return List.of(
                new Hook(
                        Family.SELECTOR,
                        TYPE,
                        "lockAndDoSelect",
                        "(Ljava/util/function/Consumer;J)I",
                        SelectAdvice.class),
                Hook.of(Family.SELECTOR, TYPE, "processReadyEvents", ReadyAdvice.class));
    }

    @Override
    public List<Facts> facts() {
        return List.of(
                new Facts(
                        List.of(Target.of(TYPE, "lockAndDoSelect").as("Selector", "select")),
                        Facts.Recorded.ON_ENTRY,
                        false,
                        "`Selector.wakeup`",
                        Ending.inWords("nothing: it returns early", "nothing: it returns early"),
                        "`selectNow` is left alone. The first select under a context that is done already returns 0 at once; a "
                                + "loop that goes on waits up to 50 ms from select to select, and gets what is ready. A thread"
                                + " that was *started* under that context is left alone after 16 selects, as an event loop"
                                + " ([decision 10](../docs/decisions/0010-channels-close-themselves.md))"),
                Facts.support(
                        "ends the wait before the action of `select(Consumer)` runs",
                        Target.of(TYPE, "processReadyEvents")));
    }

    static final class SelectAdvice {

        private SelectAdvice() {}

        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean enter(
                @Advice.This Selector selector,
                @Advice.Argument(value = 1, readOnly = false) long timeout,
                @Advice.Local("entered") boolean entered) {
            long answer = Selects.enter(selector, timeout);
            entered = answer == Selects.ENTERED;
            if (answer > 0) {
                timeout = answer;
            }
            return answer == Selects.SKIP;
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.Local("entered") boolean entered) {
            if (entered) {
                Selects.exit();
            }
        }
    }

    static final class ReadyAdvice {

        private ReadyAdvice() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(2) @Nullable Object action) {
            if (action != null) {
                Selects.selected();
            }
        }
    }
}
