package io.ctxagent.javaagent;

import static net.bytebuddy.matcher.ElementMatchers.named;

import io.ctxagent.boot.AgainThoughEnded;
import io.ctxagent.boot.Fails;
import io.ctxagent.boot.GapAfter;
import io.ctxagent.boot.GapBefore;
import io.ctxagent.boot.GapOnCarrier;
import io.ctxagent.boot.Impatient;
import io.ctxagent.boot.LateStore;
import io.ctxagent.boot.NoSecondLook;
import io.ctxagent.boot.NotTheUsers;
import io.ctxagent.boot.OnlyCalls;
import io.ctxagent.boot.OnlyWhoWaits;
import io.ctxagent.boot.OwnStore;
import io.ctxagent.boot.SaysSoFirst;
import io.ctxagent.boot.StoreArrives;
import io.ctxagent.boot.TooLate;
import io.ctxagent.boot.TooSoon;
import io.ctxagent.boot.UsesRandom;
import io.ctxagent.boot.WantedForEver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.implementation.StubMethod;

/** A copy of the shipped jar with one fault, mostly in the handshake. */
final class BrokenAgent {

    private static final String BRIDGE = "io.ctxagent.boot.";

    private final Map<String, byte[]> broken = new HashMap<>();

    private BrokenAgent() {}

    /** The caller leaves while the waker's interrupt is still on its way. */
    static Path thatLeavesTooSoon() throws Exception {
        return new BrokenAgent()
                .advise("InterruptibleCall", "fire", TooSoon.class)
                .copy("leaves-too-soon");
    }

    /** Nobody waits for the user's interrupts in flight. */
    static Path thatDoesNotWaitForTheUser() throws Exception {
        return new BrokenAgent()
                .put(
                        "Interrupts",
                        type("Interrupts")
                                .method(named("awaitNoneInFlight"))
                                .intercept(StubMethod.INSTANCE)
                                .visit(advice(TooLate.class, "after")))
                .copy("does-not-wait");
    }

    /**
     * A call whose context becomes done just before it can be seen, or just before it waits, is not woken: nobody looks or wakes
     * a second time.
     */
    static Path thatWakesOnce() throws Exception {
        return new BrokenAgent()
                .put("Resender", type("Resender").method(named("add")).intercept(StubMethod.INSTANCE))
                .advise("WakeableCall", "run", NoSecondLook.class)
                .advise("ThreadRecord", "callsMayStand", GapBefore.class)
                .advise("Sockets", "enterUnder", GapAfter.class)
                .advise("Datagrams", "enterUnder", GapAfter.class)
                .advise("Channels", "enterUnder", GapAfter.class)
                .advise("FileLocks", "beforeSystemCall", GapOnCarrier.class)
                .put(
                        "SignalledCall",
                        type("SignalledCall")
                                .visit(advice(GapAfter.class, "checkPark"))
                                .visit(advice(OnlyWhoWaits.class, "wake")))
                .copy("wakes-once");
    }

    /** A call that stands is seen a little later, and who finds none does not look again. */
    static Path thatLooksForACallOnce() throws Exception {
        return new BrokenAgent()
                .advise("ClaimableCall", "stand", LateStore.class)
                .put(
                        "StandingCalls",
                        type("StandingCalls")
                                .visit(advice(StoreArrives.class, "block"))
                                .visit(advice(StoreArrives.class, "show")))
                .put("ContextLink", type("ContextLink").visit(advice(OwnStore.class, "run")))
                .advise("Resender", "add", OnlyCalls.class)
                .copy("looks-once");
    }

    /**
     * A call leaves before what wakes it has come: a signal that is sent once more, the close of its channel, the cancel of its
     * statement.
     */
    static Path thatWakesTooLate() throws Exception {
        return new BrokenAgent()
                .put(
                        "WakeableCall",
                        type("WakeableCall")
                                .visit(advice(AgainThoughEnded.class, "fireAgain"))
                                .visit(advice(WantedForEver.class, "firing")))
                .advise("ChannelCall", "wake", Impatient.class)
                .advise("StatementCall", "fire", SaysSoFirst.class)
                .copy("wakes-too-late");
    }

    /** No fault: it only makes sure of what happens rarely. */
    static Path thatUsesRandomNumbers() throws Exception {
        return new BrokenAgent().advise("Threads", "starting", UsesRandom.class).copy("uses-random");
    }

    /** Hooks fail where they register a call, hand a context over, or make one. */
    static Path thatFailsInside() throws Exception {
        return new BrokenAgent()
                .advise("BlockedCall", "register", Fails.class)
                .put(
                        "StandingCalls",
                        type("StandingCalls")
                                .visit(advice(Fails.class, "block"))
                                .visit(advice(Fails.class, "blockInKernel"))
                                .visit(advice(Fails.class, "show")))
                .advise("TaskTable", "put", Fails.class)
                .advise("ThreadSeed", "plant", Fails.class)
                .advise("IncomingRequest", "make", Fails.class)
                .advise("GrpcPorts", "of", Fails.class)
                .copy("fails-inside");
    }

    /** Below TLS a cancel is thrown as what it is, which TLS takes for the end of its connection. */
    static Path thatTellsTlsOfTheCancel() throws Exception {
        return new BrokenAgent()
                .put("Tls", type("Tls").method(named("within")).intercept(StubMethod.INSTANCE))
                .copy("tells-tls");
    }

    /** When a pool interrupts its own thread again, as it does for an interrupt of the agent's, nobody takes that back. */
    static Path thatForgetsThePoolsInterrupt() throws Exception {
        return new BrokenAgent()
                .put(
                        "ConnectionSources",
                        type("ConnectionSources").method(named("interrupted")).intercept(StubMethod.INSTANCE))
                .copy("forgets-the-pools");
    }

    /** A wait below a pool that the user has interrupted too is told from the pool's own interrupt by nobody. */
    static Path thatTakesThePoolsInterruptForAll() throws Exception {
        return new BrokenAgent()
                .advise("ConnectionSources", "exit", NotTheUsers.class)
                .copy("takes-the-pools");
    }

    private static DynamicType.Builder<?> type(String name) throws ClassNotFoundException {
        return new ByteBuddy().redefine(Class.forName(BRIDGE + name, false, BrokenAgent.class.getClassLoader()));
    }

    private static AsmVisitorWrapper advice(Class<?> fault, String method) {
        return Advice.to(fault).on(named(method));
    }

    private BrokenAgent advise(String type, String method, Class<?> fault) throws ClassNotFoundException {
        return put(type, type(type).visit(advice(fault, method)));
    }

    private BrokenAgent put(String type, DynamicType.Builder<?> fault) {
        String file = "boot/" + (BRIDGE + type).replace('.', '/') + ".class";
        broken.put(file, fault.make().getBytes());
        return this;
    }

    private Path copy(String fault) throws IOException, InterruptedException {
        return RepackedAgent.copy(ChildJvm.AGENT.resolveSibling("broken").resolve(fault + ".jar"), broken);
    }
}
