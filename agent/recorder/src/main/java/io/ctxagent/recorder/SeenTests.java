package io.ctxagent.recorder;

import io.ctxagent.boot.Owner;
import io.ctxagent.boot.TestRun;
import io.ctxagent.boot.Tests;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The tests that this JVM has run and that may have left something, by the id of their context. They stay when their contexts
 * have gone, because what leads back to a test may show up at the exit only. Thread-safe.
 */
final class SeenTests {

    /** Beyond this many, what the next ones leave is shown without a name. */
    private static final int MOST = 200_000;

    private final Map<String, SeenTest> byContext = new ConcurrentHashMap<>();
    private final Map<Owner, String> byOwner = new ConcurrentHashMap<>();

    /**
     * What is kept of one.
     *
     * @param id as its runner tells tests apart
     * @param allowed rules that it may break
     * @param owner ends with it
     */
    record SeenTest(String id, Set<String> allowed, Owner owner) {}

    /** Before a look: what leads to the context of a test that runs now is seen in that test. */
    void running(PortNumbers numbers) {
        for (TestRun test : Tests.running()) {
            if (!byOwner.containsKey(test.owner())) {
                enrol(test, numbers);
            }
        }
    }

    /** The id of the test's context; null where the API does not tell. */
    @Nullable
    String enrol(TestRun test, PortNumbers numbers) {
        String known = byOwner.get(test.owner());
        if (known != null) {
            return known;
        }
        SeenContext context = SeenContext.of(test.port().row(test.context()), numbers.suffix(test.port()));
        if (context != null) {
            began(context.id(), new SeenTest(test.id(), Set.copyOf(test.allowed()), test.owner()));
        }
        return context == null ? null : context.id();
    }

    void began(String context, SeenTest test) {
        if (byContext.size() < MOST) {
            byContext.put(context, test);
            byOwner.put(test.owner(), context);
        }
    }

    /** The context of the test that {@code owner} is; null for any other one. */
    @Nullable
    String contextOf(@Nullable Owner owner) {
        return owner == null ? null : byOwner.get(owner);
    }

    boolean none() {
        return byContext.isEmpty();
    }

    /** The test whose own context this is; null for any other context. */
    @Nullable
    SeenTest of(String context) {
        return byContext.get(context);
    }
}
