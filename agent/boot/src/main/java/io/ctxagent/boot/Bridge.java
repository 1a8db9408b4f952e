package io.ctxagent.boot;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The bridge as a whole. It cannot leave the bootstrap loader, so it outlives the agent, and a later agent finds it. Between the
 * two it holds nothing of either.
 */
public final class Bridge {

    private static final AtomicReference<@Nullable String> BUILD = new AtomicReference<>();

    private static volatile boolean left;

    private Bridge() {}

    /** Whether an agent was here before and has left. */
    public static boolean again() {
        return left;
    }

    /**
     * Which build of the bridge this is. The first caller says, and each later one learns.
     *
     * @param mine what the caller would have brought
     */
    public static String build(String mine) {
        BUILD.compareAndSet(null, mine);
        String kept = BUILD.get();
        return kept == null ? mine : kept;
    }

    /** Uses once what hooks use rarely: none of it may have to be loaded for the first time inside of one. */
    public static void preload() {
        Guards.inFragilePlace(ThreadRecord.current());
        new Refusals().tooMany(Bridge.class, null, 0);
        Guards.placeOfCaller("");
    }

    /**
     * Lets go of the agent: nothing fails fast and nothing is handed over from here on. A call that is blocked already is
     * still woken where that needs no hook; the thread for that ends with the last of them.
     */
    public static void disconnect() {
        left = true;
        Settings.enforce = false;
        Settings.propagate = false;
        Settings.connected = false;
        Ports.observeCreation(null);
        FinalAction.action = null;
        for (BlockedCall call : BlockedCall.active()) {
            call.hooksLeave();
        }
        for (Family family : Family.all()) {
            family.forget();
        }
        Requests.forget();
        Tests.forget();
        Tasks.forget();
        GrpcContexts.forget();
        ContextLink.forgetEnded();
        Resender.finish();
        CoarseClock.stop();
    }
}
