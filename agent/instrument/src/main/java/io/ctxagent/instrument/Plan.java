package io.ctxagent.instrument;

import io.ctxagent.instrument.cache.ExpectedHook;
import io.ctxagent.instrument.cache.WovenCache;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The list of hooks, made when the first class wants it that the cache does not know, and with it Byte Buddy. Thread-safe. */
final class Plan {

    private final int jdk;
    private final WovenCache cache;
    private final AtomicReference<@Nullable HookPlan> plan = new AtomicReference<>();

    /** @param made null when the cache may spare us that */
    Plan(int jdk, WovenCache cache, @Nullable HookPlan made) {
        this.jdk = jdk;
        this.cache = cache;
        this.plan.set(made);
    }

    /** The list of hooks, as the plan or the cache knows it. */
    List<ExpectedHook> expected() {
        HookPlan made = plan.get();
        return made != null ? made.expected() : cache.hooks();
    }

    /** Two threads may make it at once, because a lock here could be waited for by one that initialises a JDK class. */
    HookPlan get() {
        HookPlan made = plan.get();
        if (made == null) {
            plan.compareAndSet(null, HookPlan.of(jdk));
            made = plan.get();
        }
        if (made == null) {
            throw new IllegalStateException("a plan is never taken back");
        }
        return made;
    }

    boolean made() {
        return plan.get() != null;
    }
}
