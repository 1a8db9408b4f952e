package io.ctxagent.boot;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the extension of a test runner meets the agent. It finds this class by its name and calls it by reflection, so there
 * are types of the JDK only; a test is an {@code Object} to it. Nothing here throws. Thread-safe.
 */
public final class Tests {

    /** Set by the agent; null where there is none. */
    public static volatile @Nullable TestJudge judge;

    /** How threads were started, also such as inherit nothing; the threads are held weakly. */
    private static final TaskTable STARTS = new TaskTable();

    /** Who looks asks for them: most tests are over before anybody does. */
    private static final Set<TestRun> RUNNING = ConcurrentHashMap.newKeySet();

    private static volatile boolean watching;

    private Tests() {}

    /** Whether tests can be checked. */
    public static boolean present() {
        return judge != null;
    }

    /**
     * The calling thread begins a test and runs under its context until {@link #end}.
     *
     * @param parent what this method returned for the test or class around it; null for none
     * @param id as the runner tells tests apart; asked for when something is found, until the test has been judged
     * @param name its display path
     * @param allowed rules that it may break
     * @param loader of the test's class
     * @return null when it cannot be checked
     */
    public static @Nullable Object begin(
            @Nullable Object parent,
            Supplier<String> id,
            String name,
            Set<String> allowed,
            @Nullable ClassLoader loader) {
        TestJudge now = judge;
        if (now == null) {
            return null;
        }
        try {
            TestRun outer = (TestRun) parent;
            Port port = outer == null ? null : outer.portOf(loader);
            if (port == null) {
                port = RequestPorts.ofTests(loader, now);
            }
            TestRun test = port == null ? null : TestRun.begin(port, loader, outer, id, name, allowed);
            if (test != null) {
                watching = true;
                RUNNING.add(test);
                test.enter();
            }
            return test;
        } catch (Throwable fault) {
            Family.PROPAGATE.fault(fault);
            return null;
        }
    }

    /**
     * The same thread has ended it. Waits for what is still at work, for the agent's {@code grace} at most; then the context is
     * cancelled.
     *
     * @return a map for each finding: {@code rule}, {@code slug}, {@code severity}, {@code origin}, {@code fingerprint},
     *     {@code message}, {@code fix} and, where it is known, {@code site}, each a {@code String}; {@code count}, an {@code Integer}
     */
    public static List<Map<String, Object>> end(Object test) {
        TestRun ended = (TestRun) test;
        try {
            ended.leave();
            TestJudge now = judge;
            return now == null || !ended.touched() ? new ArrayList<>() : judged(now, ended);
        } catch (Throwable fault) {
            Family.PROPAGATE.fault(fault);
            return new ArrayList<>();
        } finally {
            RUNNING.remove(ended);
            ended.cancel();
        }
    }

    /** The tests and classes of tests that have begun and are not judged yet. */
    public static Set<TestRun> running() {
        return RUNNING;
    }

    /** The agent's own work on the test's thread: an interrupt that the test has left is neither lost nor heard. */
    private static List<Map<String, Object>> judged(TestJudge now, TestRun ended) {
        ThreadRecord record = ThreadRecord.current();
        boolean before = record.agent;
        boolean interrupted = Thread.interrupted();
        record.agent = true;
        try {
            return now.judge(ended);
        } finally {
            record.agent = before;
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Before a thread starts. */
    static void starting(Thread thread) {
        if (watching && !thread.isDaemon()) {
            Object context = Current.SLOT.get();
            if (context != null) {
                ThreadRecord.handsOver();
                STARTS.put(thread, new ThreadStart(context));
            }
        }
    }

    /** How {@code thread}, which is no daemon, was started while tests run; null where nobody knows. */
    public static @Nullable ThreadStart start(Thread thread) {
        return (ThreadStart) STARTS.peek(thread);
    }

    static void forget() {
        judge = null;
        watching = false;
        RUNNING.clear();
        STARTS.clear();
    }
}
