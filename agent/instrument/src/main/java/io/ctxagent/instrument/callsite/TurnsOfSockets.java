package io.ctxagent.instrument.callsite;

import org.jspecify.annotations.Nullable;

/**
 * Points the waits of a socket's call for its turn, {@code lock.lock()} and on some paths {@code NioSocketImpl.tryLock}, at
 * {@code io.ctxagent.boot.Turns}: there a context can end them. What stands in takes the same and gives back the same, and
 * the lock is taken as often as without. JDK 17 to 25; each is outside of what the JDK wraps the call's exceptions in.
 */
public final class TurnsOfSockets extends CallRedirection {

    private static final String TURNS = "io/ctxagent/boot/Turns";
    private static final String LOCK = "java/util/concurrent/locks/ReentrantLock";
    private static final String TIMED = "(L" + LOCK + ";JLjava/util/concurrent/TimeUnit;)J";

    public TurnsOfSockets() {
        super(0);
    }

    @Override
    @Nullable
    StandIn standIn(int opcode, String owner, String name, String descriptor) {
        if (owner.equals(LOCK) && name.equals("lock")) {
            return new StandIn(TURNS, "lock", "(L" + LOCK + ";)V");
        }
        // A static method already.
        return name.equals("tryLock") && descriptor.equals(TIMED) ? new StandIn(TURNS, "tryLock", TIMED) : null;
    }
}
